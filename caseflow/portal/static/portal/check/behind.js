"use strict";

// What stands behind the last signature. Judged is what our own writer appends: time stamps over the
// whole file, and the data by which signatures are checked. Of what was there before each object may
// change in one way only, anything else is altered. What another program wrote is told, not judged.

class Unjudged extends Error {}

const TOKEN = /<<|>>|[[\]]|\/[^\s<>[\]()/%{}]*|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>|\d+ \d+ R\b|[^\s<>[\]()/%{}]+/gs;
const ADDED_TO = { root: ["/DSS"], form: ["/Fields", "/SigFlags"], page: ["/Annots"] };
const IN_TRAILER = ["/Root", "/Info", "/Size", "/Prev", "/ID"];
const TABLES_AT_MOST = 64;
const ROW = 20;

function unless(fits) {
  if (!fits) throw new Unjudged();
  return fits;
}

function matchAt(pattern, text, place) {
  const sticky = new RegExp(pattern.source, "y");
  sticky.lastIndex = place;
  return sticky.exec(text);
}

// A dictionary, each value as it is written.
function entriesIn(text) {
  const tokens = text.match(TOKEN) || [];
  unless(text.replace(TOKEN, "").trim() === "" && tokens[0] === "<<" && tokens.pop() === ">>");
  const found = new Map();
  let [key, value, depth] = ["", [], 0];
  for (const token of tokens.slice(1)) {
    if (!key) {
      unless(token.startsWith("/") && !found.has(token));
      key = token;
      continue;
    }
    value.push(token);
    depth += ["<<", "["].includes(token) - [">>", "]"].includes(token);
    if (depth === 0) {
      found.set(key, value.join(" "));
      [key, value] = ["", []];
    }
  }
  unless(!key && depth === 0);
  return found;
}

function referenceIn(entries, key) {
  return Number(unless(/^(\d+) 0 R$/.exec(entries.get(key) || ""))[1]);
}

// The file as it was at some length: its newest trailer, and where each of its objects stands.
class Earlier {
  constructor(text) {
    this.text = text;
    this.table = Number(unless(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64)))[1]);
    this.places = new Map();
    this.trailer = null;
    let table = this.table;
    for (let count = 0; table !== null; count += 1) {
      unless(count < TABLES_AT_MOST);
      table = this.readTable(table);
    }
    this.root = referenceIn(this.trailer, "/Root");
    this.size = Number(this.trailer.get("/Size"));
  }

  readTable(begin) {
    const head = unless(matchAt(/xref\s+/, this.text, begin));
    let place = begin + head[0].length;
    let section = matchAt(/(\d+) (\d+) ?\r?\n/, this.text, place);
    while (section) {
      place += section[0].length;
      this.readRows(Number(section[1]), Number(section[2]), place);
      place += Number(section[2]) * ROW;
      section = matchAt(/(\d+) (\d+) ?\r?\n/, this.text, place);
    }
    const end = this.text.indexOf("startxref", place);
    unless(this.text.startsWith("trailer", place) && end > 0);
    const trailer = entriesIn(this.text.slice(place + "trailer".length, end));
    unless(!["/Encrypt", "/XRefStm"].some((key) => trailer.has(key)));
    this.trailer ??= trailer;
    return trailer.has("/Prev") ? Number(trailer.get("/Prev")) : null;
  }

  readRows(first, count, begin) {
    unless(begin + count * ROW <= this.text.length);
    for (let row = 0; row < count; row += 1) {
      const entry = this.text.slice(begin + row * ROW, begin + (row + 1) * ROW);
      if (this.places.has(first + row)) continue;
      this.places.set(first + row, entry.slice(10, 18) === " 00000 n" ? Number(entry.slice(0, 10)) : null);
    }
  }

  entriesOf(number) {
    const place = unless(this.places.get(number));
    const head = unless(matchAt(/\s*(\d+) 0 obj\b/, this.text, place));
    unless(Number(head[1]) === number);
    const begin = place + head[0].length;
    const [content] = this.text.slice(begin, this.text.indexOf("endobj", begin)).split(/\bstream\r?\n/);
    return entriesIn(content);
  }

  // Of a stream as our writer puts it.
  dataOf(number) {
    const place = unless(this.places.get(number));
    const head = unless(matchAt(/(\d+) 0 obj\n<<\/Length (\d+)>>stream\n/, this.text, place));
    const begin = place + head[0].length;
    return [begin, begin + Number(head[2])];
  }
}

// The objects of the update that begins there; `data` is the range of a stream.
function objectsFrom(text, begin) {
  const objects = new Map();
  let place = text[begin - 1] === "\n" ? begin : begin + 1;
  for (let head = nextObject(text, place); head; head = nextObject(text, place)) {
    const start = place + head[0].length;
    const stream = matchAt(/<<\/Length (\d+)>>stream\n/, text, start);
    const data = stream && [start + stream[0].length, start + stream[0].length + Number(stream[1])];
    const end = data ? data[1] + "\nendstream".length : text.indexOf("\nendobj\n", start);
    unless(end > 0 && text.startsWith("\nendobj\n", end) && !objects.has(Number(head[1])));
    unless(!data || text.startsWith("\nendstream", data[1]));
    objects.set(Number(head[1]), { place, data, text: data ? "" : text.slice(start, end) });
    place = end + "\nendobj\n".length;
  }
  return { objects, table: place };
}

function nextObject(text, place) {
  return matchAt(/(\d+) 0 obj\n/, text, place);
}

// The table of places has one way to be written; then no object of the update stays unseen.
function tableOf(objects) {
  const numbers = [...objects.keys()].sort((one, other) => one - other);
  let text = "xref\n0 1\n0000000000 65535 f \n";
  for (const number of numbers) {
    if (!objects.has(number - 1)) {
      let count = 1;
      while (objects.has(number + count)) count += 1;
      text += `${number} ${count}\n`;
    }
    text += `${String(objects.get(number).place).padStart(10, "0")} 00000 n \n`;
  }
  return text;
}

// One update after `earlier`; gives where it ends.
function updateAfter(earlier, text, begin) {
  const { objects, table } = objectsFrom(text, begin);
  const expected = `${tableOf(objects)}trailer\n`;
  unless(objects.size && text.startsWith(expected, table));
  const last = text.indexOf("\nstartxref\n", table);
  const closing = `\nstartxref\n${table}\n%%EOF\n`;
  unless(last > 0 && text.startsWith(closing, last));
  const trailer = entriesIn(text.slice(table + expected.length, last));
  unless([...trailer.keys()].every((key) => IN_TRAILER.includes(key)));
  unless(trailer.get("/Root") === earlier.trailer.get("/Root"));
  unless(Number(trailer.get("/Prev")) === earlier.table);
  for (const [number, made] of objects) {
    if (number < earlier.size) refuseOtherChange(earlier, number, made, objects);
  }
  return last + closing.length;
}

function refuseOtherChange(earlier, number, made, objects) {
  const now = entriesIn(made.text);
  const before = earlier.entriesOf(number);
  const allowed = ADDED_TO[roleOf(earlier, number, before)] || [];
  const keys = new Set([...before.keys(), ...now.keys()]);
  const changed = [...keys].filter((key) => before.get(key) !== now.get(key));
  const fits = changed.every((key) => allowed.includes(key) && isProof(key, before, now, objects));
  if (!fits) refuse(`object ${number} behind the last signature`);
}

function roleOf(earlier, number, before) {
  if (number === earlier.root) return "root";
  if (before.get("/Type") === "/Page") return "page";
  return number === referenceIn(earlier.entriesOf(earlier.root), "/AcroForm") ? "form" : "";
}

// Of what may change: whether it only brings proofs.
function isProof(key, before, now, objects) {
  const value = now.get(key) || "";
  if (key === "/SigFlags") return value === "3";
  if (key === "/DSS") return [...entriesIn(value).keys()].every((one) => ["/Certs", "/CRLs"].includes(one));
  const known = before.get(key) || "[ ]";
  const added = value.startsWith(known.slice(0, -1)) ? value.slice(known.length - 1) : "none";
  return /^\s*(\d+ 0 R )*\]$/.test(added)
    && [...added.matchAll(/(\d+) 0 R/g)].every(([, number]) => isStampField(Number(number), objects));
}

// The field of a time stamp, which shows nothing on the page.
function isStampField(number, objects) {
  if (!objects.has(number)) return false;
  const field = entriesIn(objects.get(number).text);
  const value = objects.get(referenceIn(field, "/V"));
  return field.get("/FT") === "/Sig" && field.get("/Rect") === "[ 0 0 0 0 ]" && !field.has("/AP")
    && value !== undefined && entriesIn(value.text).get("/Type") === "/DocTimeStamp";
}

// Refuses what was changed behind `end`; gives the certificates and lists that the file carries.
function evidenceIn(bytes, end) {
  const text = new TextDecoder("latin1").decode(bytes);
  for (let begin = end; begin < bytes.length;) {
    begin = updateAfter(new Earlier(text.slice(0, begin)), text, begin);
  }
  const whole = new Earlier(text);
  const store = entriesIn(whole.entriesOf(whole.root).get("/DSS") || "<< >>");
  const names = [...store.values()].join(" ").matchAll(/(\d+) 0 R/g);
  return [...names].map(([, number]) => bytes.subarray(...whole.dataOf(Number(number))));
}

// A revocation list (RFC 5280, 5): of whom, from when, and whom it names.
function revocationListIn(encoded) {
  const [body, algorithm, signature] = partsOf(derAt(encoded));
  const parts = partsOf(body);
  if (parts[0].tag === 2) parts.shift();
  const [, issuer, issued, ...rest] = parts;
  const named = rest.find((part) => part.tag === 0x30);
  const revoked = named ? partsOf(named).map(partsOf) : [];
  return {
    body: body.whole,
    hash: HASH_OF[oidOf(partsOf(algorithm)[0])],
    signature: signature.content.subarray(1),
    issuer: issuer.whole,
    issuedAt: instantOf(issued),
    revoked: new Map(revoked.map(([serial, at]) => [toHex(serial.whole), instantOf(at)])),
  };
}

// The lists among these data that an authority of the file or of the list signed. Certificates
// prove themselves where they are used; anything else is no proof.
async function revocationListsIn(data, authorities) {
  const certificates = [...authorities];
  const lists = [];
  for (const encoded of data) {
    const isCertificate = partsOf(partsOf(derAt(encoded))[0])[0].tag === 0xa0;
    if (isCertificate) certificates.push(certificateIn(encoded));
    else lists.push(revocationListIn(encoded));
  }
  const signed = [];
  for (const list of lists) {
    const by = certificates.find((one) => one.isAuthority && same(one.subject, list.issuer));
    if (by && await isSignedBy(by.key, list.hash, list.signature, list.body)) {
      signed.push({ ...list, name: by.name });
    } else refuse("revocation list");
  }
  return signed;
}

// What was appended, judged: `lists` are the revocation lists in the file; `isJudged` is false where
// another program wrote it.
async function judgedBehind(bytes, end, signatures, list) {
  const known = [...list.anchors.map(certificateIn), ...signatures.flatMap((one) => one.carried)];
  try {
    return { lists: await revocationListsIn(evidenceIn(bytes, end), known), isJudged: true };
  } catch (error) {
    if (error instanceof Unjudged) return { lists: [], isJudged: end >= bytes.length };
    if (error instanceof Altered) throw error;
    return refuse("evidence");
  }
}

// The instant from which a list in the file revokes one of the signers.
function revokedInFile(signatures, lists) {
  const instants = signatures.flatMap((one) => lists
    .filter((list) => same(list.issuer, one.issuer))
    .map((list) => list.revoked.get(toHex(one.serial)))
    .filter((at) => at !== undefined && (one.at === null || at <= one.at)));
  return instants.length ? Math.min(...instants) : undefined;
}
