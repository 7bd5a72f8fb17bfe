// Bytes written as text, read as strictly as they were written; `null` for anything else.

const letters32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const letters58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Base 32 (RFC 4648): upper case, no padding, unused bits zero. */
export function fromBase32(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let held = 0, bits = 0, at = 0;
  for (const letter of text) {
    const value = letters32.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  // Five bits or more left over are a letter too many; what is left of the last one must be zero.
  return bits < 5 && held === 0 ? bytes : null;
}

/** Base 58 as Multibase writes it behind its `z`. */
export function fromBase58(text) {
  let value = 0n;
  for (const letter of text) {
    const digit = letters58.indexOf(letter);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const bytes = [];
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 255n));
  const zeros = /^1*/.exec(text)[0].length;
  return Uint8Array.from([...new Array(zeros).fill(0), ...bytes]);
}

/** Base 64 for addresses, as Multibase writes it behind its `u`: no padding, unused bits zero. */
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(plain, (one) => one.charCodeAt(0));
  return btoa(plain).replace(/=+$/, "") === text.replaceAll("-", "+").replaceAll("_", "/") ? bytes : null;
}

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const utf8 = (text) => new TextEncoder().encode(text);
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
export const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
