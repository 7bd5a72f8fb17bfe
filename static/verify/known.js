// What is known of the issuer: its keys, what award numbers mean, and the status lists. The keys are those of did.json, as for
// every verifier; each other document is signed by one of them and looked at before it is believed, wherever it came from. With
// the network off the worker answers with those it has kept.

import { fromBase58, fromBase64url, hex, joined, sha256, utf8 } from "./bytes.js";
import { holds } from "./payload.js";

const listBytes = 16384;

/** Canonical JSON (RFC 8785) of texts, lists, objects, null and whole numbers. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** The 32 bytes of an Ed25519 key written as Multikey. */
function keyOf(text) {
  const bytes = text.startsWith("z") ? fromBase58(text.slice(1)) : null;
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 ? bytes.slice(2) : null;
}

const signedBy = async (keys, id, message, signature) => {
  for (const one of keys) if (one.id === id && await holds(one.public, message, signature)) return true;
  return false;
};

/** The signing keys in a did.json, `[{ id, public }]`; none in any other text. */
export async function keysOf(text) {
  try {
    const { id, format, verificationMethod: methods } = JSON.parse(text);
    if (format !== undefined || !id.startsWith("did:web:")) return [];
    const all = methods.map((method) => keyOf(method.publicKeyMultibase ?? "")).filter(Boolean);
    return await Promise.all(all.map(async (bytes) => ({ id: hex((await sha256(bytes)).subarray(0, 4)), public: bytes })));
  } catch {
    return [];
  }
}

/**
 * Reads and verifies the companion: `{ asOf, issuer, hosts, awards, lists, keys }`, or `null` unless one of `keys` signed it.
 *
 * The keys are those that were handed in; which stand in the companion itself is all the same.
 */
export async function companion(text, keys) {
  try {
    const { signature, ...document } = JSON.parse(text);
    if (document.format !== 1) return null;
    const value = signature.value.startsWith("u") ? fromBase64url(signature.value.slice(1)) : null;
    if (!value || !await signedBy(keys, signature.key, utf8(canonical(document)), value)) return null;
    const { as_of: asOf, issuer, hosts, awards, lists } = document;
    return { asOf, issuer: issuer.name, hosts: hosts.map((host) => host.toLowerCase()), awards, lists, keys };
  } catch {
    return null;
  }
}

/** The statements of a status list and of its proof's options, as eddsa-rdfc-2022 signs them. */
async function hashOf(list) {
  const type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  const time = "<http://www.w3.org/2001/XMLSchema#dateTime>";
  const status = "https://www.w3.org/ns/credentials/status#", vc = "https://www.w3.org/2018/credentials#";
  const security = "https://w3id.org/security#";
  const { id, issuer, validFrom, credentialSubject: subject, proof } = list;
  const statements = [
    `<${id}> ${type} <${vc}VerifiableCredential> .\n`,
    `<${id}> ${type} <${status}BitstringStatusListCredential> .\n`,
    `<${id}> <${vc}issuer> <${issuer}> .\n`,
    `<${id}> <${vc}validFrom> "${validFrom}"^^${time} .\n`,
    `<${id}> <${vc}credentialSubject> <${subject.id}> .\n`,
    `<${subject.id}> ${type} <${status}BitstringStatusList> .\n`,
    `<${subject.id}> <${status}statusPurpose> "revocation" .\n`,
    `<${subject.id}> <${status}encodedList> "${subject.encodedList}"^^<${security}multibase> .\n`,
  ].sort().join("");
  const options = [
    `_:c14n0 <http://purl.org/dc/terms/created> "${proof.created}"^^${time} .\n`,
    `_:c14n0 ${type} <${security}DataIntegrityProof> .\n`,
    `_:c14n0 <${security}cryptosuite> "eddsa-rdfc-2022"^^<${security}cryptosuiteString> .\n`,
    `_:c14n0 <${security}proofPurpose> <${security}assertionMethod> .\n`,
    `_:c14n0 <${security}verificationMethod> <${proof.verificationMethod}> .\n`,
  ].join("");
  return joined(await sha256(utf8(options)), await sha256(utf8(statements)));
}

/** The list as it would be written with these values: anything else in the text is not ours. */
const rewritten = ({ id, issuer, validFrom, credentialSubject: subject, proof }) => JSON.stringify({
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  id,
  type: ["VerifiableCredential", "BitstringStatusListCredential"],
  issuer,
  validFrom,
  credentialSubject: {
    id: `${id}#list`, type: "BitstringStatusList", statusPurpose: "revocation", encodedList: subject.encodedList,
  },
  proof: {
    type: "DataIntegrityProof", created: proof.created, verificationMethod: proof.verificationMethod,
    cryptosuite: "eddsa-rdfc-2022", proofPurpose: "assertionMethod", proofValue: proof.proofValue,
  },
});

async function unpacked(encoded) {
  const packed = fromBase64url(encoded.slice(1));
  if (!encoded.startsWith("u") || !packed) return null;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const bytes = new Uint8Array(listBytes);
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    // One that is too long is never unpacked whole.
    if (length + part.value.length > listBytes) return null;
    bytes.set(part.value, length);
    length += part.value.length;
  }
  return length === listBytes ? bytes : null;
}

/** Reads and verifies status list `number`: `{ signedAt, isRevoked(index) }`, or `null`. */
export async function statusList(text, number, keys) {
  try {
    const list = JSON.parse(text);
    const isPlain = (address) => /^(https?:\/\/|did:web:)[!#-;=?-[\]_a-z~]+$/.test(address);
    const isMoment = (moment) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(moment);
    const { id, issuer, validFrom, credentialSubject: { encodedList }, proof: { created, proofValue, verificationMethod } } = list;
    const isOurs = rewritten(list) === text && id.endsWith(`/status/${number}`) && isPlain(id) && isPlain(issuer)
      && isMoment(validFrom) && isMoment(created) && /^u[A-Za-z0-9_-]+$/.test(encodedList)
      && verificationMethod.startsWith(`${issuer}#`);
    const signature = proofValue.startsWith("z") ? fromBase58(proofValue.slice(1)) : null;
    if (!isOurs || signature?.length !== 64) return null;
    const key = verificationMethod.slice(issuer.length + 1);
    if (!await signedBy(keys, key, await hashOf(list), signature)) return null;
    const bits = await unpacked(encodedList);
    return bits && { signedAt: validFrom, isRevoked: (index) => (bits[index >> 3] & (0x80 >> (index & 7))) !== 0 };
  } catch {
    return null;
  }
}
