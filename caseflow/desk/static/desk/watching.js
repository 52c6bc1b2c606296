"use strict";

// While a file is open: who else has it open, what changed, and how much of its term is left.
// The words come from the server; without this script the same stands there after a reload.
for (const watch of document.querySelectorAll("[data-desk-watch]")) {
  const address = watch.dataset.deskWatch;

  const body = (more) => {
    const sent = new URLSearchParams(more);
    for (const input of watch.querySelectorAll("input")) {
      sent.set(input.name, input.value);
    }
    return sent;
  };

  // Only what is new is written, so that a screen reader says it once.
  const show = (name, words) => {
    const place = watch.querySelector(`[data-desk-${name}]`);
    if (place.textContent !== words) {
      place.textContent = words;
    }
    place.hidden = !words;
  };

  const tell = (answer) => {
    show("others", answer.others);
    show("changed", answer.changed);
    watch.querySelector("[data-desk-again]").hidden = !answer.changed;
    const due = document.querySelector("[data-desk-remaining] .desk-due");
    if (due) {
      due.className = `desk-due tone-${answer.tone}`;
      due.querySelector("b").textContent = answer.words;
    }
  };

  const sign = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const answer = await fetch(address, { method: "POST", body: body() });
      if (answer.ok) {
        tell(await answer.json());
      }
    } catch {
      // Out of reach: the next sign tries again.
    }
  };

  sign();
  setInterval(sign, Number(watch.dataset.deskEvery) * 1000);
  document.addEventListener("visibilitychange", sign);
  window.addEventListener("pagehide", () => {
    navigator.sendBeacon(address, body({ closing: "yes" }));
  });
}
