"use strict";

// What a case's owner exports, and the seals of days: hashes, a Merkle tree (RFC 6962), signatures.

const EVIDENCE = "caseflow evidence 1";
const SEAL = "caseflow seal 1";
const PUBLICATION = "caseflow publication 1";

async function leafOf(number, sequence, head) {
  return sha256(joined([0], utf8(`${number}\n${sequence}\n${head}`)));
}

function parentOf(left, right) {
  return sha256(joined([1], left, right));
}

// The root that a leaf leads to (RFC 9162, 2.1.3.2); null where the path does not fit.
async function rootBy(leaf, position, size, path) {
  let [node, place, last] = [leaf, position, size - 1];
  for (const other of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      node = await parentOf(other, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      node = await parentOf(node, other);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? node : null;
}

async function openedSeal(sealed, list) {
  const envelope = fromBase64(sealed.envelope);
  const { payload, key } = await opened(envelope, list.keys);
  const said = fromCbor(payload);
  if (said.get("kind") !== "caseflow seal") refuse("another kind");
  if ("figures" in sealed) {
    const figures = await sha256(utf8(sealed.figures));
    if (!same(figures, said.get("figures"))) refuse("figures");
  }
  return {
    number: said.get("number"),
    day: said.get("day"),
    chains: said.get("chains"),
    root: said.get("root"),
    previous: toHex(said.get("previous")),
    sealedAt: said.get("sealed_at"),
    digest: toHex(await sha256(envelope)),
    figures: "figures" in sealed ? JSON.parse(sealed.figures) : null,
    stamped: Boolean(sealed.stamp),
    key,
  };
}

async function openedPublication(published, list) {
  const { payload, key } = await opened(fromBase64(published.envelope), list.keys);
  const said = fromCbor(payload);
  if (said.get("kind") !== "caseflow publication") refuse("another kind");
  const digest = await sha256(utf8(published.content));
  if (!same(digest, said.get("content"))) refuse("figures");
  const content = JSON.parse(published.content);
  if (content.seal.digest !== toHex(said.get("seal"))) refuse("seal");
  return {
    number: said.get("number"),
    period: said.get("period"),
    corrects: said.get("corrects"),
    digest: toHex(digest),
    content,
    key,
  };
}

async function saltedDigest(words) {
  return toHex(await sha256(utf8(words.salt + words.text)));
}

// Every event names the one before it, and gives its own hash; words give the digest in the event.
// Of what the office thought by itself only the hash is there, which the next event names.
async function openedChain(exported) {
  let previous = "";
  const events = [];
  for (const [place, event] of exported.events.entries()) {
    if (event.content !== null) await checkEvent(event, place, previous, exported.number);
    events.push({ hash: event.hash, isHidden: event.content === null });
    previous = event.hash;
  }
  await checkDeclared(exported);
  return events;
}

async function checkEvent(event, place, previous, number) {
  const said = JSON.parse(event.content);
  const hash = toHex(await sha256(utf8(event.content)));
  const follows = said.sequence === place + 1 && said.previous === previous;
  if (hash !== event.hash || !follows || said.application !== number) refuse(`event ${place + 1}`);
  if (event.words && await saltedDigest(event.words) !== said.payload.said) {
    refuse(`words of event ${place + 1}`);
  }
}

async function checkDeclared(exported) {
  if (!exported.declared) return;
  const told = exported.events.filter((event) => event.content !== null);
  const said = told.map((event) => JSON.parse(event.content).payload.declared);
  const last = said.filter(Boolean).pop();
  if (await saltedDigest(exported.declared) !== last) refuse("what was declared");
}

async function openedEvidence(exported, list) {
  const events = await openedChain(exported);
  const seals = [];
  for (const proof of exported.seals) {
    const seal = await openedSeal(proof, list);
    const event = events[proof.sequence - 1] || refuse("event");
    const leaf = await leafOf(exported.number, proof.sequence, event.hash);
    const path = proof.path.map(fromHex);
    const root = await rootBy(leaf, proof.position, seal.chains, path);
    if (!root || !same(root, seal.root)) refuse(`seal of ${seal.day}`);
    seals.push({ ...seal, sequence: proof.sequence });
  }
  return { number: exported.number, events, seals };
}
