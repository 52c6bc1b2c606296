"use strict";

// Lets this browser show messages, and forgets it again. Without support nothing is offered.

const place = document.querySelector("[data-push]");
const [on, off] = ["on", "off"].map((name) => place.querySelector(`[data-push-${name}]`));

function tell(name) {
  const words = place.querySelector("[data-push-words]").content;
  place.querySelector("[data-push-told]").textContent = words.querySelector(`[data-${name}]`).textContent;
}

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function send(address, body) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function show(registration) {
  const known = await registration.pushManager.getSubscription();
  on.hidden = Boolean(known);
  off.hidden = !known;
  tell(known ? "on" : "off");
}

async function turnOn(registration) {
  if ((await Notification.requestPermission()) !== "granted") return tell("denied");
  const key = bytesOf(place.dataset.push);
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = await registration.pushManager.subscribe(wanted);
  const { endpoint, keys } = subscription.toJSON();
  try {
    await send(place.dataset.pushKeep, { endpoint, keys });
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
  return show(registration);
}

async function turnOff(registration) {
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) {
    await send(place.dataset.pushForget, { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  return show(registration);
}

async function begin() {
  const scope = place.dataset.pushWorker.replace(/[^/]*$/, "");
  const registration = await navigator.serviceWorker.register(place.dataset.pushWorker, { scope });
  on.addEventListener("click", () => turnOn(registration).catch(() => tell("failed")));
  off.addEventListener("click", () => turnOff(registration).catch(() => tell("failed")));
  await show(registration);
}

if ("serviceWorker" in navigator && "PushManager" in window) begin().catch(() => tell("failed"));
