"use strict";

// The page itself: takes a code, a picture, a file or a text, and says what was found and checked.
// Nothing leaves this page: it asks no server for anything.

const words = JSON.parse(document.getElementById("words").textContent);
const outcome = document.getElementById("outcome");
const camera = document.getElementById("camera");
const LONGEST_SIDE = 1800;
const BEATS = 250;
let language = document.documentElement.lang in words ? document.documentElement.lang : "vi";
let list = null;
let last = null;

function say(key, values = {}) {
  const text = words[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}

function day(seconds) {
  const style = { dateStyle: "long", timeZone: "Asia/Ho_Chi_Minh" };
  return new Intl.DateTimeFormat(language, style).format(new Date(seconds * 1000));
}

function element(name, text, kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function facts(pairs) {
  const made = element("dl", "", "facts");
  for (const [key, value] of pairs) {
    if (!value) continue;
    const pair = element("div", "");
    pair.append(element("dt", say(key)), element("dd", value));
    made.append(pair);
  }
  return made;
}

function lines(title, texts) {
  if (!texts.length) return [];
  const made = element("ul", "");
  made.append(...texts.map((text) => element("li", text)));
  return [element("h3", title), made];
}

// What was found, as something that can be told in either language.

function finding(kind, parts = {}) {
  return { kind, facts: [], checked: [], unchecked: [], ...parts };
}

function show(found) {
  last = found;
  outcome.replaceChildren();
  if (!found) return;
  const card = element("section", "", `card verdict ${found.kind}`);
  card.dataset.verdict = found.kind;
  card.append(element("h2", say(`is_${found.kind}`)));
  if (found.demonstration) card.append(element("p", say("demonstration"), "warning"));
  if (found.note) card.append(element("p", say(...found.note())));
  card.append(facts(found.facts.map(([key, value]) => [key, value()])));
  card.append(...lines(say("what_was_checked"), found.checked.map((told) => say(...told()))));
  card.append(...lines(say("what_was_not"), found.unchecked.map((told) => say(...told()))));
  outcome.append(card);
  card.setAttribute("tabindex", "-1");
  card.focus();
}

function failed(error) {
  if (error instanceof UnknownSigner) return finding("unknown", { checked: [listTold] });
  if (error instanceof Altered) {
    return finding("altered", { note: () => ["altered_where", { where: error.message }] });
  }
  throw error;
}

function listTold() {
  const age = Math.max(0, Math.floor((Date.now() / 1000 - list.issuedAt) / 86400));
  return ["list_used", { day: day(list.issuedAt), age }];
}

// Each thing that can be checked.

function kindOf(statement) {
  if (statement.withdrawnAt !== undefined) return "withdrawn";
  return statement.revokedAt !== undefined ? "revoked" : "genuine";
}

function factsOf(statement) {
  return [
    ["number", () => statement.number],
    ["kind", () => statement.kind],
    ["holder", () => statement.holder],
    ["outcome", () => say(statement.outcome)],
    ["agency", () => `${statement.agency} (${statement.agencyCode})`],
    ["date", () => day(statement.at)],
    ["withdrawn_on", () => (statement.withdrawnAt === undefined ? "" : day(statement.withdrawnAt))],
    ["stated_by", () => statement.key.name],
    ["content_digest", () => statement.digest],
  ];
}

function statementTold(statement) {
  const told = kindOf(statement) === "genuine" ? "checked_statement" : "checked_signature";
  return () => [told, { name: statement.key.name }];
}

async function ofText(text) {
  const statement = await structured(
    openedStatement(text.replace(/[\r\n\t]/g, "").trimStart(), list),
  );
  return finding(kindOf(statement), {
    demonstration: statement.key.demonstration,
    facts: factsOf(statement),
    checked: [statementTold(statement), listTold],
    unchecked: [() => ["compare_paper"], () => ["no_file"]],
  });
}

function signerTold(signer) {
  return () => {
    let told = signer.trusted ? "signed_by" : "signed_by_stranger";
    if (signer.isStamp) told = signer.trusted ? "stamped_by" : "stamped_by_stranger";
    return [told, { name: signer.name, day: signer.at === null ? "?" : day(signer.at) }];
  };
}

function olderTold(signer) {
  return () => ["proved_older", { name: signer.older.name, day: day(signer.older.at) }];
}

function verdictOn(found, statement) {
  const { signatures, behind } = found;
  const signers = signatures.filter((one) => !one.isStamp);
  if (!signers.length) return "unsigned";
  if (!signers.every((one) => one.trusted)) return "unknown";
  if (found.withdrawnAt !== undefined) return "withdrawn";
  if (statement && kindOf(statement) !== "genuine") return kindOf(statement);
  if (signatures.some((one) => one.revoked !== undefined && !one.older)) return "revoked";
  if (revokedInFile(signatures, behind.lists) !== undefined) return "revoked";
  return behind.isJudged ? "genuine" : "appended";
}

function behindTold(found) {
  const { lists, isJudged } = found.behind;
  const told = lists.map((one) => () => ["list_carried", { name: one.name, day: day(one.issuedAt) }]);
  if (found.appended && isJudged) told.unshift(() => ["proofs_behind", { count: found.appended }]);
  return told;
}

function factsOfFile(found, statement) {
  const facts = statement ? factsOf(statement) : [];
  if (found.withdrawnAt !== undefined) facts.push(["withdrawn_on", () => day(found.withdrawnAt)]);
  return facts;
}

async function ofDocument(bytes) {
  const found = await openedDocument(bytes, list);
  const statement = found.statement
    ? await structured(openedStatement(found.statement, list)) : null;
  const { signatures } = found;
  const unchecked = [() => ["stamp_not_checked"]];
  if (!found.behind.isJudged) {
    unchecked.unshift(() => ["appended_bytes", { count: found.appended }]);
  }
  const ofStatement = statement ? [statementTold(statement)] : [];
  return finding(verdictOn(found, statement), {
    demonstration: signatures.some((one) => one.demonstration),
    facts: factsOfFile(found, statement),
    checked: signatures.length
      ? [
        ...signatures.map(signerTold),
        ...signatures.filter((one) => one.older).map(olderTold),
        ...behindTold(found),
        ...ofStatement,
        listTold,
      ]
      : [],
    unchecked: signatures.length ? unchecked : [],
  });
}

async function ofExport(text) {
  let exported;
  try {
    exported = JSON.parse(text);
  } catch {
    return finding("unreadable");
  }
  if (exported.format === EVIDENCE) return ofEvidence(exported);
  if (exported.format === SEAL) return ofSeal(exported);
  if (exported.format === PUBLICATION) return ofPublication(exported);
  return finding("unreadable");
}

async function ofEvidence(exported) {
  const { number, events, seals } = await structured(openedEvidence(exported, list));
  const latest = Math.max(0, ...seals.map((seal) => seal.sequence));
  const hidden = events.filter((event) => event.isHidden).length;
  const unchecked = hidden ? [() => ["hidden_events", { count: hidden }]] : [];
  if (latest < events.length) unchecked.push(() => ["after_seal", { count: events.length - latest }]);
  return finding(seals.length ? "chain_genuine" : "chain_unsealed", {
    demonstration: seals.some((seal) => seal.key.demonstration),
    facts: [["number", () => number], ["events", () => String(events.length)]],
    checked: [
      () => ["chain_checked", { count: events.length }],
      ...seals.map((seal) => () => ["in_seal", { ...seal, key: seal.key.name }]),
      listTold,
    ],
    unchecked,
  });
}

async function ofSeal(exported) {
  const seal = await structured(openedSeal(exported, list));
  const places = seal.figures ? seal.figures.places : [];
  const figures = places.flatMap((place) => place.figures.map((one) => ({ ...place, ...one })));
  return finding("seal_genuine", {
    demonstration: seal.key.demonstration,
    facts: [
      ["number", () => String(seal.number)],
      ["date", () => seal.day],
      ["chains", () => String(seal.chains)],
      ["stated_by", () => seal.key.name],
      ["digest", () => seal.digest],
      ["previous", () => seal.previous],
    ],
    checked: [() => ["seal_checked"], ...figures.map((one) => () => ["figure", one]), listTold],
    unchecked: seal.stamped ? [() => ["stamp_not_checked"]] : [() => ["not_stamped"]],
  });
}

async function ofPublication(exported) {
  const published = await structured(openedPublication(exported, list));
  const { seal, total, lines } = published.content;
  const corrects = published.corrects;
  return finding("publication_genuine", {
    demonstration: published.key.demonstration,
    facts: [
      ["number", () => String(published.number)],
      ["date", () => published.period],
      ["stated_by", () => published.key.name],
      ["content_digest", () => published.digest],
    ],
    checked: [
      () => ["publication_checked", { lines: lines.length, filed: total.filed ?? "–" }],
      () => ["publication_seal", seal],
      ...(corrects ? [() => ["publication_corrects", { number: corrects }]] : []),
      listTold,
    ],
    unchecked: [() => ["publication_newer"]],
  });
}

// What is written in another way than ours counts as altered, whatever it breaks.
async function structured(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Altered || error instanceof UnknownSigner) throw error;
    return refuse("structure");
  }
}

// What comes in.

function isPdf(bytes) {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).includes("%PDF-");
}

async function ofFile(file) {
  if (file.type.startsWith("image/")) return ofPicture(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPdf(bytes)) return ofDocument(bytes);
  if (file.name.endsWith(".cbor")) return ofNewList(bytes);
  const text = new TextDecoder().decode(bytes);
  return text.trimStart().startsWith("{") ? ofExport(text) : ofText(text);
}

async function ofPicture(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return finding("unreadable");
  }
  const text = await codeIn(picture);
  return text ? ofText(text) : finding("no_code");
}

async function codeIn(picture) {
  if ("BarcodeDetector" in window) {
    try {
      const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
      if (found) return found.rawValue;
    } catch {
      // It is offered without being there on some systems; the other reader goes on.
    }
  }
  for (const side of [LONGEST_SIDE, LONGEST_SIDE / 2]) {
    const { data, width, height } = pixelsOf(picture, side);
    const found = jsQR(data, width, height);
    if (found) return found.data;
  }
  return "";
}

function pixelsOf(picture, side) {
  const [wide, high] = [picture.videoWidth || picture.width, picture.videoHeight || picture.height];
  const scale = Math.min(1, side / Math.max(wide, high));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(wide * scale), Math.round(high * scale)];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function ofNewList(bytes) {
  const newer = await structured(openedList(bytes, list.keys));
  if (newer.issuedAt < list.issuedAt) return finding("list_older");
  list = newer;
  showList();
  return finding("list_taken", { checked: [listTold] });
}

async function tell(promise) {
  let found;
  try {
    found = await promise;
  } catch (error) {
    found = failed(error);
  }
  show(found);
}

async function startCamera() {
  const video = camera.querySelector("video");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
    });
  } catch {
    show(finding("no_camera"));
    return;
  }
  camera.hidden = false;
  await video.play();
  while (!camera.hidden) {
    const text = await codeIn(video);
    if (text.startsWith(PREFIX)) {
      stopCamera();
      tell(ofText(text));
    }
    await new Promise((resolve) => setTimeout(resolve, BEATS));
  }
}

function stopCamera() {
  const video = camera.querySelector("video");
  camera.hidden = true;
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
}

// The page in the language chosen.

function showList() {
  const told = document.getElementById("list");
  const [key, values] = listTold();
  const counts = { keys: list.keys.size, withdrawn: list.withdrawn.size };
  told.replaceChildren(element("p", say(key, values)), element("p", say("list_holds", counts)));
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = say("title");
  for (const place of document.querySelectorAll("[data-say]")) {
    place.textContent = say(place.dataset.say);
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    if (button.dataset.language === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  if (list) showList();
  show(last);
}

function listen() {
  const input = document.getElementById("file");
  input.addEventListener("change", () => {
    if (input.files[0]) tell(ofFile(input.files[0]));
    input.value = "";
  });
  document.getElementById("pasted").addEventListener("submit", (event) => {
    event.preventDefault();
    tell(ofText(event.target.elements.text.value));
  });
  document.getElementById("scan").addEventListener("click", startCamera);
  document.getElementById("stop").addEventListener("click", stopCamera);
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) tell(ofFile(file));
  });
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
}

// The key that signs the list that came with the page is the one this page begins with.
async function start() {
  speak(language);
  const brought = document.getElementById("brought").dataset;
  if (!globalThis.crypto?.subtle) {
    show(finding("no_crypto"));
    return;
  }
  const key = { key: fromBase64(brought.key) };
  list = await openedList(fromBase64(brought.list), new Map([[brought.keyId, key]]));
  listen();
  speak(language);
  document.body.dataset.ready = "true";
}

start();
