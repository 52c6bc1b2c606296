"use strict";

// The names a field suggests are fetched when it is first entered; without this script it takes
// what is typed all the same.
for (const field of document.querySelectorAll("input[list]")) {
  const { list } = field;
  if (!list?.dataset.choices) {
    continue;
  }
  field.addEventListener("focus", async () => {
    const address = list.dataset.choices;
    delete list.dataset.choices;
    if (!address) {
      return;
    }
    try {
      const answer = await fetch(address);
      const { choices } = await answer.json();
      list.replaceChildren(...choices.map(([code, name]) => new Option(name, code)));
    } catch {
      // Out of reach: entering the field again asks again.
      list.dataset.choices = address;
    }
  });
}
