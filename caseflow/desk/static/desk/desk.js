"use strict";

// A second press on the same button sends nothing; the server would refuse it anyway.
for (const form of document.querySelectorAll("form[data-desk-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.deskSent) {
      event.preventDefault();
    }
    form.dataset.deskSent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-desk-once]")) {
    delete form.dataset.deskSent;
  }
});

// Choosing all needs a script, so it is only offered where one runs.
for (const all of document.querySelectorAll("[data-desk-all]")) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.form.querySelectorAll("input[name=number]")) {
      box.checked = all.checked;
    }
  });
}
