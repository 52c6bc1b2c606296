"use strict";

// The number and key of a slip's QR code stand behind the "#": no server has seen them yet.
// They go to the API in a header, so that the key reaches no address and no log.

const answer = document.getElementById("answer");
const form = document.getElementById("tracking");

function copyOf(template) {
  return document.getElementById(template).content.cloneNode(true);
}

function write(part, name, text) {
  part.querySelector(`[data-field="${name}"]`).textContent = text;
}

function inWords(instant) {
  const style = { dateStyle: "full", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(new Date(instant));
}

function wordsFor(state) {
  return document.getElementById("states").content.querySelector(`[data-state="${state}"]`);
}

function beginning(words) {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function stepOf(step) {
  const line = copyOf("step");
  write(line, "step", beginning(step.name));
  write(line, "at", inWords(step.at));
  return line;
}

function dayOf(day) {
  const line = copyOf("day");
  for (const name of ["effect_name", "reason", "source"]) write(line, name, day[name]);
  write(line, "date", day.date.split("-").reverse().join("/"));
  line.querySelector("li").dataset.effect = day.effect;
  return line;
}

function clockOf(clock) {
  const part = copyOf("clock");
  write(part, "name", beginning(clock.name));
  write(part, "due_at", inWords(clock.due_at));
  write(part, "law", clock.law);
  part.querySelector("ul").append(...clock.explanation.map(dayOf));
  part.querySelector("details").open = clock.clock === "settlement";
  return part;
}

function offer(page, way, found, key) {
  const form = page.querySelector(way);
  form.elements.number.value = found.number;
  form.elements.key.value = key;
  return form;
}

function show(found, key) {
  const page = copyOf("tracked");
  offer(page, "[data-pay]", found, key).hidden = found.state !== "payment_due";
  offer(page, "[data-rate]", found, key).hidden = !found.may_rate;
  for (const name of ["number", "procedure", "receiving_center", "returning_center"]) {
    write(page, name, found[name]);
  }
  write(page, "state_name", wordsFor(found.state).dataset.name);
  write(page, "sentence", wordsFor(found.state).textContent);
  if (found.received_at) found.reception_due_at = null;
  for (const place of page.querySelectorAll("[data-moment]")) {
    const instant = found[place.dataset.moment];
    place.textContent = instant ? inWords(instant) : "";
    place.parentElement.hidden = !instant;
  }
  page.querySelector("ol").append(...found.steps.map(stepOf));
  page.querySelector(".clocks").append(...found.clocks.map(clockOf));
  answer.replaceChildren(page);
}

function refuse(status) {
  const refusals = document.getElementById("refusals").content;
  const told = refusals.querySelector(`[data-status="${status}"]`);
  answer.replaceChildren((told || refusals.querySelector('[data-status="0"]')).cloneNode(true));
}

async function ask(number, key) {
  const address = answer.dataset.api.replace("NUMBER", encodeURIComponent(number));
  try {
    const headers = { "Tracking-Key": key, "Accept-Language": document.documentElement.lang };
    const response = await fetch(address, { headers });
    if (response.ok) show(await response.json(), key);
    else refuse(response.status);
  } catch {
    refuse(0);
  }
}

function readAddress() {
  // A number has dots of its own; the key comes after the last one.
  const [, number, key] = location.hash.match(/^#(.+)\.([^.]+)$/) || [];
  if (!number) return;
  form.elements.number.value = number;
  form.elements.key.value = key;
  ask(number, key);
}

addEventListener("hashchange", readAddress);
readAddress();
