// What stands behind the # in the QR code of a certificate: read strictly, then its signature looked at. docs/qr.md tells the
// format byte by byte; nothing is accepted but what a writer would have written.

import { fromBase32, hex, joined, utf8 } from "./bytes.js";

const places = 131072;

/** Reads CBOR in its shortest form; throws on everything else. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get isDone() { return this.at === this.bytes.length; }

  take(length) {
    if (length > this.bytes.length - this.at) throw new RangeError("too short");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  exactly(...expected) {
    if (this.take(expected.length).some((byte, at) => byte !== expected[at])) throw new RangeError("another byte");
  }

  head(kind) {
    const [first] = this.take(1);
    const size = first & 31;
    if (first >> 5 !== kind) throw new RangeError("another kind");
    if (size < 24) return size;
    if (size > 27) throw new RangeError("no length");
    const width = 1 << (size - 24);
    let value = 0n;
    for (const byte of this.take(width)) value = (value << 8n) | BigInt(byte);
    // What fits a shorter form must have it; what no number here can hold was never written.
    const least = width === 1 ? 24n : 1n << BigInt(4 * width);
    if (value < least || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError("not the shortest form");
    return Number(value);
  }

  number() { return this.head(0); }

  some() { return this.take(this.head(2)); }

  text() { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(this.head(3))); }

  textOrNull() {
    if (this.bytes[this.at] !== 0xf6) return this.text();
    this.at += 1;
    return null;
  }
}

/** The shortest head of bytes of this length. */
const bytesHead = (length) => (length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255]);

function facts(bytes) {
  const list = new Reader(bytes);
  list.exactly(0x89, 0x01);
  const read = {
    number: list.text(), name: list.textOrNull(), award: list.number(), first: list.number(), last: list.number(),
    days: list.number(), list: list.number(), index: list.number(),
  };
  // Days of the calendar the certificate was written with: up to the year 262 142.
  const isSound = list.isDone && read.index < places && read.first <= 95026236 && read.last <= 95026236;
  if (!isSound) throw new RangeError("not the facts");
  return read;
}

/** Takes a payload apart: `{ facts, key, signed, signature }`, or `null` if it is not of the one form. */
export function read(payload) {
  const bytes = fromBase32(payload);
  if (!bytes) return null;
  try {
    const whole = new Reader(bytes);
    whole.exactly(0x84, 0x49, 0xa2, 0x01, 0x27, 0x04, 0x44);
    const key = whole.take(4);
    whole.exactly(0xa0);
    const list = whole.some(), signature = whole.some();
    if (!whole.isDone || signature.length !== 64) return null;
    const header = [0xa2, 0x01, 0x27, 0x04, 0x44, ...key];
    const signed = joined([0x84, 0x6a], utf8("Signature1"), [0x49], header, [0x40], bytesHead(list.length), list);
    return { facts: facts(list), key: hex(key), signed, signature };
  } catch {
    return null;
  }
}

let subtle;

/** Whether the browser itself knows Ed25519; asked once. */
async function knowsEd25519() {
  subtle ??= crypto.subtle.importKey("raw", new Uint8Array(32).fill(1, 0, 1), "Ed25519", false, ["verify"])
    .then(() => true, (error) => error.name !== "NotSupportedError");
  return subtle;
}

/**
 * Whether `signature` over `message` is by the key with these 32 bytes.
 *
 * Throws when there is nothing to look with, which says nothing about the signature.
 */
export async function holds(publicKey, message, signature) {
  if (!await knowsEd25519()) {
    const { verifyAsync } = await import("./ed25519/index.js");
    return verifyAsync(signature, message, publicKey, { zip215: false }).catch(() => false);
  }
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}

/**
 * Verifies a payload against the keys that are known, `[{ id, public }]`.
 *
 * Gives `{ verdict, facts, key }`: `holds`; `altered` when it is not of our form or the signature is not by the key it names;
 * `unknown-key` when no key of that name is known.
 */
export async function verify(payload, keys) {
  const found = read(payload);
  if (!found) return { verdict: "altered" };
  const candidates = keys.filter((one) => one.id === found.key);
  if (!candidates.length) return { verdict: "unknown-key", key: found.key };
  for (const one of candidates) {
    if (await holds(one.public, found.signed, found.signature)) return { verdict: "holds", facts: found.facts, key: found.key };
  }
  return { verdict: "altered" };
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Whether the last of the 17 characters of a code is the one that goes with the others: Luhn mod 32. */
function isWhole(code) {
  const values = [...code].map((letter) => crockford.indexOf(letter));
  if (values.length !== 17 || values.includes(-1)) return false;
  const weighed = values.map((value, place) => value * (place % 2 ? 2 : 1));
  return weighed.reduce((sum, value) => sum + Math.floor(value / 32) + (value % 32), 0) % 32 === 0;
}

/**
 * Takes the text of a QR code apart: `{ host, code, isWhole, payload }`, as it stands there; `payload` is `null` where there is
 * no #, and `isWhole` says whether the code passes its own check. `null` for a text that is no address of a certificate.
 */
export function address(text) {
  const found = /^(https?:\/\/[^/?#\s]+)\/v\/([0-9a-z-]{17,40})(?:\?[^#]*)?(?:#(.*))?$/is.exec(text.trim());
  if (!found) return null;
  const code = found[2].toUpperCase();
  const typed = code.replaceAll("-", "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return { host: found[1].toLowerCase(), code, isWhole: isWhole(typed), payload: found[3] ?? null };
}
