"use strict";

// The signatures inside a PDF file (PAdES): DER, CMS (RFC 5652) and certificates (RFC 5280), as far
// as is needed to say who signed which bytes. What cannot be read counts as altered.

const OID = {
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  sha256: "2.16.840.1.101.3.4.2.1",
  commonName: "2.5.4.3",
  basicConstraints: "2.5.29.19",
  purposes: "2.5.29.37",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  timeStamp: "1.2.840.113549.1.9.16.2.14",
  ecKey: "1.2.840.10045.2.1",
};
const CURVES = { "1.2.840.10045.3.1.7": ["P-256", 32], "1.3.132.0.34": ["P-384", 48] };
const HASH_OF = {
  "1.2.840.113549.1.1.11": "SHA-256",
  "1.2.840.113549.1.1.12": "SHA-384",
  "1.2.840.113549.1.1.13": "SHA-512",
  "1.2.840.10045.4.3.2": "SHA-256",
  "1.2.840.10045.4.3.3": "SHA-384",
};
const LINKS_AT_MOST = 6;
const REVISIONS_AT_MOST = 64;

// One value with its parts; `whole` is the value with its tag and length.
function derAt(bytes, place = 0) {
  const tag = bytes[place];
  let length = bytes[place + 1];
  let start = place + 2;
  if (length > 0x84 || length === 0x80 || (tag & 31) === 31) refuse("DER");
  if (length > 0x80) {
    const size = length - 0x80;
    length = bytes.subarray(start, start + size).reduce((sum, byte) => sum * 256 + byte, 0);
    start += size;
    if (length < 128 || length < 256 ** (size - 1)) refuse("DER");
  }
  if (!(start + length <= bytes.length)) refuse("DER");
  const content = bytes.subarray(start, start + length);
  return { tag, content, whole: bytes.subarray(place, start + length), end: start + length };
}

function partsOf(value) {
  const parts = [];
  for (let place = 0; place < value.content.length; place = parts[parts.length - 1].end) {
    parts.push(derAt(value.content, place));
  }
  return parts;
}

function oidOf(value) {
  const numbers = [Math.floor(value.content[0] / 40), value.content[0] % 40];
  let number = 0;
  for (const byte of value.content.subarray(1)) {
    number = number * 128 + (byte & 127);
    if (byte < 128) {
      numbers.push(number);
      number = 0;
    }
  }
  return numbers.join(".");
}

function certificateIn(encoded) {
  const [body, algorithm, signature] = partsOf(derAt(encoded));
  const parts = partsOf(body);
  if (parts[0].tag === 0xa0) parts.shift();
  const [serial, , issuer, validity, subject, key] = parts;
  const [from, to] = partsOf(validity).map(instantOf);
  const extensions = parts.find((part) => part.tag === 0xa3);
  return {
    encoded: derAt(encoded).whole,
    body: body.whole,
    hash: HASH_OF[oidOf(partsOf(algorithm)[0])],
    signature: signature.content.subarray(1),
    serial: serial.whole,
    issuer: issuer.whole,
    subject: subject.whole,
    name: commonNameIn(subject),
    key: key.whole,
    from,
    to,
    isAuthority: extensions ? mayIssue(extensions) : false,
    isClock: extensions ? mayStamp(extensions) : false,
  };
}

function instantOf(value) {
  const text = new TextDecoder().decode(value.content);
  const [, year, rest] = text.match(value.tag === 0x17 ? /^(\d\d)(\d{10})Z$/ : /^(\d{4})(\d{10})(?:\.\d+)?Z$/);
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const [month, day, hour, minute, second] = rest.match(/../g).map(Number);
  return Date.UTC(full, month - 1, day, hour, minute, second) / 1000;
}

function commonNameIn(name) {
  for (const set of partsOf(name)) {
    const [kind, value] = partsOf(partsOf(set)[0]);
    if (oidOf(kind) === OID.commonName) return new TextDecoder().decode(value.content);
  }
  return "";
}

function extensionOf(extensions, kind) {
  const all = partsOf(partsOf(extensions)[0]).map(partsOf);
  const found = all.find(([name]) => oidOf(name) === kind);
  return found ? partsOf(derAt(found[found.length - 1].content)) : [];
}

function mayIssue(extensions) {
  const [isAuthority] = extensionOf(extensions, OID.basicConstraints);
  return Boolean(isAuthority && isAuthority.tag === 1 && isAuthority.content[0] === 255);
}

function mayStamp(extensions) {
  return extensionOf(extensions, OID.purposes).some((one) => oidOf(one) === OID.timeStamping);
}

// ECDSA signatures are two numbers in DER; the browser wants them side by side.
function sideBySide(signature, size) {
  const halves = partsOf(derAt(signature)).map((half) => {
    const digits = half.content[0] === 0 ? half.content.subarray(1) : half.content;
    if (digits.length > size) refuse("signature");
    return joined(new Uint8Array(size - digits.length), digits);
  });
  return joined(...halves);
}

async function isSignedBy(key, hash, signature, content) {
  const [kind, curve] = partsOf(partsOf(derAt(key))[0]);
  let known = { name: "RSASSA-PKCS1-v1_5", hash };
  let value = signature;
  if (oidOf(kind) === OID.ecKey) {
    const [namedCurve, size] = CURVES[oidOf(curve)] || refuse("curve");
    known = { name: "ECDSA", namedCurve, hash };
    value = sideBySide(signature, size);
  }
  const imported = await crypto.subtle.importKey("spki", key, known, false, ["verify"]);
  return crypto.subtle.verify({ name: known.name, hash }, imported, value, content);
}

// Every place of a file that claims to be signed: which bytes, and the envelope between them.
function placesIn(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  const places = [];
  for (const found of text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)) {
    const [first, before, second, after] = found.slice(1).map(Number);
    const room = text.slice(before, second);
    if (first !== 0 || second + after > bytes.length || !/^<(?:[0-9a-f]+|[0-9A-F]+)>$/.test(room)) {
      refuse("range");
    }
    const dictionary = text.slice(0, before).split(" obj").pop() + text.slice(second).split("endobj")[0];
    places.push({
      at: instantIn(dictionary),
      isStamp: /\/ETSI\.RFC3161\b/.test(dictionary),
      signed: joined(bytes.subarray(0, before), bytes.subarray(second, second + after)),
      envelope: fromHex(room.slice(1, -1).toLowerCase()),
      end: second + after,
    });
  }
  return places;
}

// The instant that the signature's own dictionary names; it lies inside what is signed.
function instantIn(dictionary) {
  const told = dictionary.match(/\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)?/);
  if (!told) return null;
  const [year, month, day, hour, minute, second, zone] = told.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour - (zone || 0), minute, second) / 1000;
}

function statementIn(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  const found = text.match(/CF1:[0-9A-Z $%*+\-./:]{100,}/);
  return found ? found[0] : "";
}

function readCms(envelope) {
  const outer = derAt(envelope);
  if (envelope.subarray(outer.end).some((byte) => byte !== 0)) refuse("behind the envelope");
  const parts = partsOf(derAt(partsOf(outer)[1].content));
  const content = partsOf(parts[2])[1];
  const certificates = parts.find((part) => part.tag === 0xa0);
  const signers = partsOf(parts[parts.length - 1]);
  if (signers.length !== 1 || !certificates) refuse("signers");
  const [, signer, digest, attributes, , signature, loose] = partsOf(signers[0]);
  if (oidOf(partsOf(digest)[0]) !== OID.sha256 || attributes.tag !== 0xa0) refuse("digest");
  return {
    certificates: partsOf(certificates).map((part) => certificateIn(part.whole)),
    signer: partsOf(signer).map((part) => part.whole),
    attributes,
    loose,
    signature: signature.content,
    content: content ? derAt(content.content).content : null,
  };
}

// A time stamp signs a statement of its own, which names the digest of what it was given.
async function isAbout(place, cms, digest) {
  const found = await sha256(place.signed);
  if (!place.isStamp) return cms.content === null && same(digest, found);
  if (cms.content === null || !same(digest, await sha256(cms.content))) return false;
  const imprint = partsOf(partsOf(derAt(cms.content))[2]);
  return same(imprint[1].content, found);
}

function attributesOf(attributes) {
  const named = partsOf(attributes).map(partsOf);
  return new Map(named.map(([name, values]) => [oidOf(name), partsOf(values)[0]]));
}

async function signatureAt(place, list) {
  const cms = readCms(place.envelope);
  const [issuer, serial] = cms.signer;
  const mine = (one) => same(one.issuer, issuer) && same(one.serial, serial);
  const certificate = cms.certificates.find(mine) || refuse("certificate");
  const named = attributesOf(cms.attributes);
  const digest = named.get(OID.messageDigest) || refuse("digest");
  const attributes = joined([0x31], cms.attributes.whole.subarray(1));
  const intact = await isAbout(place, cms, digest.content)
    && await isSignedBy(certificate.key, "SHA-256", cms.signature, attributes);
  if (!intact) refuse("signature");
  const told = place.isStamp ? partsOf(derAt(cms.content))[4] : named.get(OID.signingTime);
  const at = told ? instantOf(told) : place.at;
  const trust = await trustIn(certificate, cms.certificates, list, at);
  const isDoubtful = trust.revoked !== undefined && !place.isStamp;
  return {
    isClock: certificate.isClock,
    older: isDoubtful ? await stampBefore(trust.revoked, cms, list) : null,
    name: certificate.name,
    issuer: certificate.issuer,
    serial: certificate.serial,
    carried: cms.certificates,
    at,
    end: place.end,
    isStamp: place.isStamp,
    ...trust,
  };
}

// The time stamp on a signature that proves it older than an instant; null without one. Only the
// certificate of a time-stamp service proves a time, or whoever signs could write any.
async function stampBefore(instant, cms, list) {
  const token = cms.loose && attributesOf(cms.loose).get(OID.timeStamp);
  if (!token) return null;
  try {
    const place = { signed: cms.signature, envelope: token.whole, isStamp: true, at: null, end: 0 };
    const stamp = await signatureAt(place, list);
    const isProof = stamp.trusted && stamp.isClock && stamp.revoked === undefined;
    return isProof && stamp.at < instant ? stamp : null;
  } catch (error) {
    if (error instanceof Altered) return null;
    throw error;
  }
}

async function trustIn(certificate, others, list, at) {
  const anchors = list.anchors.map(certificateIn);
  const revoked = list.revoked.get(toHex(await sha256(certificate.encoded)));
  let last = certificate;
  for (let link = 0; link < LINKS_AT_MOST; link += 1) {
    const anchor = anchors.find((one) => same(one.encoded, last.encoded));
    const inTerm = at === null || (certificate.from <= at && at <= certificate.to);
    if (anchor) return { trusted: inTerm, revoked, demonstration: isDemonstration(anchor) };
    last = await issuerOf(last, [...anchors, ...others]);
    if (!last) break;
  }
  return { trusted: false, revoked, demonstration: false };
}

async function issuerOf(certificate, candidates) {
  for (const one of candidates) {
    const fits = one.isAuthority && same(one.subject, certificate.issuer) && certificate.hash;
    if (fits && await isSignedBy(one.key, certificate.hash, certificate.signature, certificate.body)) {
      return same(one.encoded, certificate.encoded) ? null : one;
    }
  }
  return null;
}

function isDemonstration(certificate) {
  return new TextDecoder().decode(certificate.subject).includes("DEMONSTRATION");
}

// All signatures of a file; `appended` are the bytes behind the last one, which nobody signed. A
// time stamp says when a file was there, not that somebody stands for it.
async function openedDocument(bytes, list) {
  const signatures = [];
  try {
    for (const place of placesIn(bytes)) signatures.push(await signatureAt(place, list));
  } catch (error) {
    if (error instanceof Altered) throw error;
    refuse("structure");
  }
  const end = Math.max(0, ...signatures.filter((one) => !one.isStamp).map((one) => one.end));
  return {
    signatures,
    appended: bytes.length - end,
    behind: await judgedBehind(bytes, end, signatures, list),
    statement: statementIn(bytes),
    withdrawnAt: await withdrawnAt(bytes, list),
  };
}

// A document that was given out without a statement is named on the list by the digest of the file
// as it was then, which is the whole file or one of its earlier revisions.
async function withdrawnAt(bytes, list) {
  const text = new TextDecoder("latin1").decode(bytes);
  const ends = [...text.matchAll(/%%EOF\r?\n?/g)].slice(-REVISIONS_AT_MOST);
  for (const found of ends) {
    for (let end = found.index + "%%EOF".length; end <= found.index + found[0].length; end += 1) {
      const identifier = toHex((await sha256(bytes.subarray(0, end))).subarray(0, 16));
      if (list.withdrawn.has(identifier)) return list.withdrawn.get(identifier);
    }
  }
  return undefined;
}
