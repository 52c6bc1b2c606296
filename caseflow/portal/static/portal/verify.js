"use strict";

// Drag and drop, progress and cancelling; without this script the form itself does the same.
// The page that comes back is the one that the form would have shown; its answer is taken over.

const form = document.getElementById("verify");
const drop = document.getElementById("drop");
const file = form.elements.file;
const answer = document.getElementById("answer");
const progress = document.getElementById("progress");
const bar = progress.querySelector("progress");
const stage = document.getElementById("stage");
const cancel = document.getElementById("cancel");
let sending = null;

function word(name) {
  return document.getElementById("words").content.querySelector(`[data-word="${name}"]`);
}

function say(name) {
  answer.replaceChildren(word(name).cloneNode(true));
  answer.focus();
}

function busy(isBusy) {
  progress.hidden = cancel.hidden = !isBusy;
  form.querySelector("button.main").disabled = isBusy;
  bar.value = 0;
}

function finished(request) {
  busy(false);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const found = page.getElementById("answer");
  const refused = page.querySelector("form .error");
  if (!found) return say("offline");
  answer.replaceChildren(...found.childNodes);
  if (refused) answer.append(refused);
  answer.focus();
}

function send() {
  if (sending || !file.files.length) return;
  if (file.files[0].size > Number(form.dataset.most)) return say("large");
  const request = (sending = new XMLHttpRequest());
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    stage.textContent = word("checking").textContent;
  });
  request.addEventListener("loadend", () => (sending = null));
  request.addEventListener("load", () => finished(request));
  request.addEventListener("error", () => (busy(false), say("offline")));
  request.addEventListener("abort", () => (busy(false), say("cancelled")));
  answer.replaceChildren();
  busy(true);
  stage.textContent = word("sending").textContent;
  request.send(new FormData(form));
}

function dropped(event) {
  event.preventDefault();
  drop.classList.remove("over");
  const files = event.dataTransfer.files;
  if (files.length !== 1) return say("one");
  file.files = files;
  send();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
cancel.addEventListener("click", () => sending && sending.abort());
for (const kind of ["dragenter", "dragover"]) {
  // The whole window takes the file: beside the box the browser would open it and leave the page.
  window.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
window.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("over");
});
window.addEventListener("drop", dropped);
drop.querySelector(".drop-hint").hidden = false;
