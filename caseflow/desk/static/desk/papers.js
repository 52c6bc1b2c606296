"use strict";

// Files may be dropped, put in order and left out before they are sent; without a script the
// plain field does, in the order of choosing.
for (const zone of document.querySelectorAll("[data-desk-files]")) {
  const field = zone.querySelector("input[type=file]");
  const list = zone.querySelector("ol");
  let files = [];

  const show = () => {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    field.files = held.files;
    list.hidden = files.length === 0;
    list.replaceChildren(...files.map(line));
  };
  const button = (words, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", () => { act(); show(); });
    return made;
  };
  const line = (file, place) => {
    const item = document.createElement("li");
    item.append(file.name);
    if (place > 0) {
      item.append(button(list.dataset.up, file.name, () => {
        files.splice(place - 1, 2, file, files[place - 1]);
      }));
    }
    if (place < files.length - 1) {
      item.append(button(list.dataset.down, file.name, () => {
        files.splice(place, 2, files[place + 1], file);
      }));
    }
    item.append(button(list.dataset.out, file.name, () => { files.splice(place, 1); }));
    return item;
  };

  field.addEventListener("change", () => { files = [...files, ...field.files]; show(); });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    files = [...files, ...event.dataTransfer.files];
    show();
  });
  window.addEventListener("pageshow", show);
}
