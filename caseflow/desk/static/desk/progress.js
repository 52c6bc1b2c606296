"use strict";

// How far a bulk deed got, until it has ended; without this script a reload shows it.
for (const place of document.querySelectorAll("[data-desk-progress]")) {
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.deskProgress);
      const { told, share, finished } = await answer.json();
      place.querySelector("progress").value = share;
      place.querySelector("[data-desk-told]").textContent = told;
      if (finished) {
        location.reload();
        return;
      }
    } catch {
      // Out of reach: the next question tries again.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
}
