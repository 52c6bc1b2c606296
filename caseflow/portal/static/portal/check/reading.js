"use strict";

// What is written into a QR code: base45 (RFC 9285), CBOR (RFC 8949), COSE_Sign1 (RFC 9052).
// Everything has exactly one way to be written; another way is refused, so no change goes unseen.

const PREFIX = "CF1:";
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const DEEPEST = 8;

class Altered extends Error {}
class UnknownSigner extends Error {}

function refuse(why) {
  throw new Altered(why);
}

function fromBase45(text) {
  const bytes = [];
  for (let place = 0; place < text.length; place += 3) {
    const letters = [...text.slice(place, place + 3)].map((letter) => BASE45.indexOf(letter));
    if (letters.length === 1 || letters.includes(-1)) refuse("base45");
    const number = letters.reduce((sum, value, power) => sum + value * 45 ** power, 0);
    if (number >= 256 ** (letters.length - 1)) refuse("base45");
    if (letters.length === 3) bytes.push(number >> 8);
    bytes.push(number & 255);
  }
  return new Uint8Array(bytes);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) refuse("hexadecimal");
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function same(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

class CborReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.place = 0;
  }

  take(count) {
    if (this.place + count > this.bytes.length) refuse("cut off");
    this.place += count;
    return this.bytes.subarray(this.place - count, this.place);
  }

  // The number that follows a first byte, in the shortest way only.
  argument(short) {
    if (short < 24) return short;
    if (short > 27) refuse("not canonical");
    const size = 1 << (short - 24);
    const value = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    const least = short === 24 ? 24 : 256 ** (size / 2);
    if (value < least || !Number.isSafeInteger(value)) refuse("not canonical");
    return value;
  }

  value(depth = 0) {
    if (depth > DEEPEST) refuse("too deep");
    const [first] = this.take(1);
    const argument = first >> 5 === 7 ? first & 31 : this.argument(first & 31);
    switch (first >> 5) {
      case 0: return argument;
      case 1: return -1 - argument;
      case 2: return this.take(argument);
      case 3: return new TextDecoder("utf-8", { fatal: true }).decode(this.take(argument));
      case 4: return this.list(argument, depth);
      case 5: return this.map(argument, depth);
      case 6: return { tag: argument, value: this.value(depth + 1) };
      default: return this.simple(argument);
    }
  }

  list(length, depth) {
    const found = [];
    while (found.length < length) found.push(this.value(depth + 1));
    return found;
  }

  map(length, depth) {
    const found = new Map();
    for (let pair = 0; pair < length; pair += 1) {
      const name = this.value(depth + 1);
      if (found.has(name)) refuse("named twice");
      found.set(name, this.value(depth + 1));
    }
    return found;
  }

  simple(value) {
    if (value === 20 || value === 21) return value === 21;
    return refuse("not expected");
  }
}

function fromCbor(bytes) {
  const reader = new CborReader(bytes);
  let value;
  try {
    value = reader.value();
  } catch (error) {
    if (error instanceof Altered) throw error;
    refuse("text");
  }
  if (reader.place !== bytes.length) refuse("something behind the end");
  return value;
}

// Of a byte string as CBOR has it; enough for what is signed.
function cborBytes(bytes) {
  const { length } = bytes;
  if (length < 24) return joined([0x40 + length], bytes);
  if (length < 256) return joined([0x58, length], bytes);
  if (length < 65536) return joined([0x59, length >> 8, length & 255], bytes);
  const size = [24, 16, 8, 0].map((shift) => (length >>> shift) & 255);
  return joined([0x5a, ...size], bytes);
}

function toBeSigned(header, payload) {
  const context = utf8("Signature1");
  return joined([0x84, 0x60 + context.length], context, cborBytes(header), [0x40], cborBytes(payload));
}

const ALGORITHMS = {
  "-7": [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }],
  "-257": [{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, { name: "RSASSA-PKCS1-v1_5" }],
};

function readEnvelope(bytes) {
  const sealed = fromCbor(bytes);
  if (sealed === null || sealed.tag !== 18 || !Array.isArray(sealed.value)) refuse("no envelope");
  const [header, loose, payload, signature] = sealed.value;
  const names = fromCbor(header);
  const parts = [header, payload, signature, names.get(4)];
  const whole = sealed.value.length === 4 && loose instanceof Map && loose.size === 0
    && parts.every((part) => part instanceof Uint8Array);
  if (!whole || names.size !== 2 || !(names.get(1) in ALGORITHMS)) refuse("no envelope");
  return { header, payload, signature, algorithm: names.get(1), keyId: toHex(names.get(4)) };
}

// `keys` are those believed, by identifier. Gives what was signed, and the key that signed it.
async function opened(bytes, keys) {
  let envelope;
  try {
    envelope = readEnvelope(bytes);
  } catch (error) {
    if (error instanceof Altered) throw error;
    refuse("no envelope");
  }
  const key = keys.get(envelope.keyId);
  if (!key) throw new UnknownSigner(envelope.keyId);
  const [kind, way] = ALGORITHMS[envelope.algorithm];
  const signed = toBeSigned(envelope.header, envelope.payload);
  let holds = false;
  try {
    const known = await crypto.subtle.importKey("spki", key.key, kind, false, ["verify"]);
    holds = await crypto.subtle.verify(way, known, envelope.signature, signed);
  } catch {
    holds = false;
  }
  if (!holds) refuse("signature");
  return { payload: envelope.payload, key };
}

// The list of keys and withdrawals: `keys` are those by which a newer list may be signed.
async function openedList(bytes, keys) {
  const said = fromCbor((await opened(bytes, keys)).payload);
  if (said.get("kind") !== "caseflow list") refuse("another kind");
  const named = said.get("keys").map((key) => [toHex(key.get("id")), Object.fromEntries(key)]);
  return {
    bytes,
    issuedAt: said.get("issued_at"),
    keys: new Map(named),
    anchors: said.get("anchors"),
    withdrawn: new Map(said.get("withdrawn").map(([id, at]) => [toHex(id), at])),
    revoked: new Map(said.get("revoked").map(([print, at]) => [toHex(print), at])),
  };
}

// Of the certificate of a key, whose fingerprint begins with the key's identifier.
function revokedAt(key, list) {
  const identifier = toHex(key.id);
  const found = [...list.revoked].find(([print]) => print.startsWith(identifier));
  return found && found[1];
}

// What a statement says: see `Claims` in signatures/statements.py.
async function openedStatement(text, list) {
  if (!text.startsWith(PREFIX)) refuse("another prefix");
  const { payload, key } = await opened(fromBase45(text.slice(PREFIX.length)), list.keys);
  const said = fromCbor(payload);
  const ours = said.get(-65537);
  if (!(ours instanceof Map)) refuse("no claims");
  const identifier = toHex((await sha256(payload)).subarray(0, 16));
  return {
    number: ours.get(1),
    kind: ours.get(2),
    digest: toHex(ours.get(3)),
    agency: ours.get(4),
    agencyCode: said.get(1),
    holder: ours.get(5),
    outcome: ours.get(6),
    at: said.get(6),
    key,
    withdrawnAt: list.withdrawn.get(identifier),
    revokedAt: revokedAt(key, list),
  };
}
