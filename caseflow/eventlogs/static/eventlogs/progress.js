"use strict";

// How far an event log got, until it is whole; without this script a reload shows it.
for (const place of document.querySelectorAll("[data-eventlog]")) {
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.eventlog);
      const { told, share, finished } = await answer.json();
      place.querySelector("progress").value = share;
      place.querySelector("[data-told]").textContent = told;
      if (finished) {
        location.reload();
        return;
      }
    } catch {
      // Out of reach: the next question tries again.
    }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 1500);
}
