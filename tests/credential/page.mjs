// The scripts of the page where certificates are verified, held against what the server writes: every payload is read as it
// was meant, and of ten thousand altered ones none holds; by the browser's own Ed25519 and by the one that is served along.
//
//   node page.mjs FOLDER    (with the page's scripts in FOLDER/page)

import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { createPrivateKey, sign, webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;   // Node.js 18 has it under another name.
const folder = process.argv[2];
const script = (name) => import(pathToFileURL(`${folder}/page/${name}.js`));
const read = (name) => readFile(`${folder}/${name}`, 'utf8');
const own = globalThis.crypto.subtle.importKey;

let passed = 0, failed = 0;
const check = (name, holds, why = '') => {
  if (holds) { passed += 1; } else { failed += 1; console.error(`failed: ${name}`, why); }
};

const { address, holds, read: taken, verify } = await script('payload');
const { companion, keysOf, statusList } = await script('known');
const served = await script('ed25519/index');

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const encode = (bytes) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[parseInt(five.padEnd(5, '0'), 2)]).join('');
};
const decode = (text) => Uint8Array.from([...text].map((one) => letters.indexOf(one).toString(2).padStart(5, '0')).join('')
  .match(/.{8}/g).map((byte) => parseInt(byte, 2)));

// Keys and lists.
const text = await read('stafett-keys.json');
const did = await read('did.json'), trusted = await keysOf(did);
const known = await companion(text, trusted);
check('the keys are those of did.json', trusted.length === 1 && (await keysOf(text)).length === 0);
check('the list of keys is believed', known?.keys.length === 1 && known.lists.join() === '3', JSON.stringify(known));
for (const [from, to] of [['"lists":[3]', '"lists":[4]'], ['certificate of attendance', 'doctorate'], ['"format":1', '"format":2'], ['{', '[']]) {
  check(`a list of keys with ${to} is refused`, await companion(text.replace(from, to), trusted) === null);
}
const { signature: { key: signer }, keys: named } = JSON.parse(text);
check('a list of keys is not believed by its own keys', named.some((one) => one.id === signer) && await companion(text, []) === null);
const forged = await read('forged-keys.json'), disguised = JSON.stringify({ ...JSON.parse(did), ...JSON.parse(forged) });
check('a forged list of keys is refused', await companion(forged, trusted) === null);
check('a list of keys is no did.json, whatever stands in it', (await keysOf(disguised)).length === 0);
const fair = await read('status-3.json'), revoked = await read('status-3-revoked.json');
const list = await statusList(fair, 3, known.keys), other = await statusList(revoked, 3, known.keys);
check('a status list is believed', list?.isRevoked(94567) === false && other?.isRevoked(94567) === true && other.isRevoked(94566) === false);
check('a status list of another number is refused', await statusList(fair, 4, known.keys) === null);
check('without keys no status list is believed', await statusList(fair, 3, []) === null);
const bits = (of) => JSON.parse(of).credentialSubject.encodedList;
check('a list with the bits of another is refused', await statusList(fair.replace(bits(fair), bits(revoked)), 3, known.keys) === null);
let unbelieved = 0;
for (let place = 0; place < fair.length; place += 1) {
  const altered = fair.slice(0, place) + (fair[place] === 'A' ? 'B' : 'A') + fair.slice(place + 1);
  if (await statusList(altered, 3, known.keys) === null) unbelieved += 1;
}
check('no altered letter of a status list is believed', unbelieved === fair.length, `${unbelieved} of ${fair.length}`);

// Payloads.
const payloads = JSON.parse(await read('payloads.json'));
check('there are payloads', payloads.length >= 25);
for (const [at, { text: scanned, facts }] of payloads.entries()) {
  const parts = address(scanned);
  const found = await verify(parts.payload, known.keys);
  const same = Object.entries(facts).every(([name, value]) => found.facts?.[name] === value);
  check(`payload ${at} is read as it was meant`, found.verdict === 'holds' && same, JSON.stringify([found, facts]));
  check(`payload ${at} has host and code`, parts.host === 'https://intyg.example.org' && parts.code === '7K9XQ2M4TB8ZC1RV3');
  check(`payload ${at} is not believed without the key`, (await verify(parts.payload, [])).verdict === 'unknown-key');
}

const { payload } = address(payloads[0].text);
let state = 0x5eedn;
const pick = (below) => {
  state ^= (state << 13n) & 0xffffffffffffffffn;
  state ^= state >> 7n;
  state ^= (state << 17n) & 0xffffffffffffffffn;
  return Number(state % BigInt(below));
};
const turns = [
  (word, at) => word.slice(0, at) + letters[(letters.indexOf(word[at]) + 1 + pick(31)) % 32] + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + letters[pick(32)] + word.slice(at),
  (word, at) => word.slice(0, at) + word[at].toLowerCase() + word.slice(at + 1),
  (word, at) => word.slice(0, at),
  (word) => {
    const bytes = decode(word);
    bytes[pick(bytes.length)] ^= 1 << pick(8);
    return encode(bytes);
  },
  (word) => {
    const bytes = [...decode(word)];
    bytes.splice(pick(bytes.length), 0, pick(256));
    return encode(bytes);
  },
  (word) => `${word}${'='.repeat(1 + pick(6))}`,
];
let altered = 0, refused = 0;
for (let turn = 0; altered < 10_000; turn += 1) {
  const word = turns[turn % turns.length](payload, pick(payload.length));
  if (word === payload) continue;
  altered += 1;
  if ((await verify(word, known.keys)).verdict !== 'holds') refused += 1;
}
check('none of ten thousand altered payloads holds', refused === 10_000, `${refused} of ${altered}`);

// Signed, and still not of the one form.
const key = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 42)]), format: 'der', type: 'pkcs8' });
const whole = decode(payload);
const header = [...whole.subarray(2, 11)];
const factsAt = 14, length = whole[13];
const facts = [...whole.subarray(factsAt, factsAt + length)];
check('the sample has the shape this test takes apart', whole[12] === 0x58 && facts[0] === 0x89 && facts[1] === 1);
const head = (bytes) => (bytes.length < 24 ? [0x40 + bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255]);
const signed = (of, { protectedHeader = header, unprotected = [0xa0], before = [], behind = [] } = {}) => {
  const message = Buffer.from([0x84, 0x6a, ...Buffer.from('Signature1'), ...head(protectedHeader), ...protectedHeader, 0x40, ...head(of), ...of]);
  return encode([...before, 0x84, ...head(protectedHeader), ...protectedHeader, ...unprotected, ...head(of), ...of, 0x58, 64, ...sign(null, message, key), ...behind]);
};
const replaced = (from, to) => {
  const at = Buffer.from(facts).indexOf(Buffer.from(from));
  return [...facts.slice(0, at), ...to, ...facts.slice(at + from.length)];
};
const span = [0x19, 0x50, 0xd9, 0x19, 0x51, 0x29];
const index = [0x1a, 0x00, 0x01, 0x71, 0x67];
check('the control, signed here, holds', (await verify(signed(facts), known.keys)).verdict === 'holds');
for (const [name, word] of Object.entries({
  'a longer number': signed(replaced(span, [0x1a, 0, 0, 0x50, 0xd9, ...span.slice(3)])),
  'a longest number': signed(replaced(span, [0x1b, 0, 0, 0, 0, 0, 0, 0x50, 0xd9, ...span.slice(3)])),
  'a negative number': signed(replaced(span, [0x39, 0x50, 0xd9, ...span.slice(3)])),
  'a place beyond the list': signed(replaced(index, [0x1a, 0x00, 0x02, 0x00, 0x00])),
  'one item more': signed([0x8a, ...facts.slice(1), 0]),
  'one item less': signed([0x88, ...facts.slice(1, -5)]),
  'something behind the facts': signed([...facts, 0]),
  'another format': signed([0x89, 2, ...facts.slice(2)]),
  'an endless list': signed([0x9f, ...facts.slice(1), 0xff]),
  'broken UTF-8': signed(replaced([...Buffer.from('BRF')], [0xc0, 0xaf, 0x46])),
  'a longer length of a text': signed([0x89, 1, 0x78, facts[2] & 31, ...facts.slice(3)]),
  'another algorithm': signed(facts, { protectedHeader: [0xa2, 0x01, 0x26, ...header.slice(3)] }),
  'keys of the header in another order': signed(facts, { protectedHeader: [0xa2, ...header.slice(3), 0x01, 0x27] }),
  'something unprotected': signed(facts, { unprotected: [0xa1, 0x04, 0x41, 0x00] }),
  'the tag': signed(facts, { before: [0xd2] }),
  'something behind it': signed(facts, { behind: [0] }),
})) {
  check(`${name} is refused though signed`, (await verify(word, known.keys)).verdict === 'altered' && taken(word) === null);
}

// The served Ed25519 says the same as the browser's.
const found = taken(payload);
const bent = Uint8Array.from(found.signature);
bent[5] ^= 1;
const one = known.keys[0].public;
const both = async (signature) => [await holds(one, found.signed, signature), await served.verifyAsync(signature, found.signed, one, { zip215: false }).catch(() => false)];
check('both hold what holds', (await both(found.signature)).join() === 'true,true');
check('both refuse what does not', (await both(bent)).join() === 'false,false');
globalThis.crypto.subtle.importKey = function without(...words) {
  return words[2] === 'Ed25519' ? Promise.reject(new DOMException('unknown', 'NotSupportedError')) : own.apply(this, words);
};
const again = await import(`${pathToFileURL(`${folder}/page/payload.js`)}?without`);
check('a browser without Ed25519 verifies, too', (await again.verify(payload, known.keys)).verdict === 'holds');
const wrong = payload.slice(0, -3) + (payload.at(-3) === 'A' ? 'B' : 'A') + payload.slice(-2);
check('and refuses, too', (await again.verify(wrong, known.keys)).verdict === 'altered');

// Addresses.
for (const other of ['WIFI:T:WPA;;', 'https://intyg.example.org/', 'https://intyg.example.org/w/7K9XQ2M4TB8ZC1RV3', 'https://intyg.example.org/v/short', 'javascript:/v/7K9XQ2M4TB8ZC1RV3', '']) {
  check(`'${other}' is no address of a certificate`, address(other) === null);
}
const passes = (code) => address(`https://a.example/v/${code}`).isWhole;
check('a code that passes its own check says so', ['00000000000000000', '7K9X-Q2M4-TB8Z-C1RV3', '7k9xq2m4tb8zcirv3'].every(passes));
check('a code with another letter says so', !passes('7K9XQ2M4TB8ZC1RV4') && !passes('7K9XQ2M4TB8ZC1RW3') && !passes('7K9XQ2M4TB8ZC1RV33'));
check('a code without a payload says so', address('https://a.example/v/7K9XQ2M4TB8ZC1RV3').payload === null);

// What is said of a scan, by what is known: the table of docs/verification.md.
globalThis.document = { documentElement: { lang: 'sv' } };
const { judge, facts: shown } = await script('answers');
const signedFacts = { number: 'A-1', name: null, award: 7, first: 20697, last: 20777, days: 6, list: 3, index: 5 };
const certificate = { number: 'A-1', name: 'Maja Exempel', days: 5, days_held: 6, from: '2026-09-01', to: '2026-11-20', issued_on: '2026-11-21' };
const live = (state, more = {}) => ({ state, certificate: { ...certificate, expires_on: '2026-12-01' }, replaced_by: 'A-2', revoked_on: '2026-12-24', ...more });
const good = { verdict: 'holds', facts: signedFacts };
const last = (isRevoked) => ({ isRevoked, asOf: '2026-11-22T09:00:00Z' });
for (const [name, scan, kind, says] of [
  ['valid', { signature: good, live: live('valid') }, 'valid', 'gäller'],
  ['replaced', { signature: good, live: live('replaced') }, 'replaced', 'A-2'],
  ['revoked', { signature: good, live: live('revoked') }, 'revoked', '24 december 2026'],
  ['expired', { signature: good, live: live('expired') }, 'expired', '1 december 2026'],
  ['the number of another', { signature: good, live: live('valid', { certificate: { ...certificate, number: 'A-9' } }) }, 'altered', 'A-9'],
  ['a code nobody has', { signature: good, live: { state: 'unknown', certificate: null } }, 'unknown', 'kan vara ändrat'],
  ['no signature', { signature: { verdict: 'none' }, live: live('valid') }, 'valid', 'gäller'],
  ['a bad signature', { signature: { verdict: 'altered' }, live: live('valid') }, 'altered', 'stämmer inte'],
  ['a foreign key', { signature: { verdict: 'unknown-key', isFresh: true }, live: live('valid') }, 'altered', 'inte är vår'],
  ['a key newer than the keys that are known', { signature: { verdict: 'unknown-key', isFresh: false }, live: live('valid') }, 'valid', 'gick inte att kontrollera'],
  ['no keys, and the register answers', { signature: { verdict: 'no-keys' }, live: live('valid') }, 'valid', 'gick inte att kontrollera'],
  ['a foreign key, offline', { signature: { verdict: 'unknown-key' }, live: 'away' }, 'silent', 'inte var känd'],
  ['a host while no keys are known', { signature: { verdict: 'no-keys' }, live: 'hosts' }, 'silent', 'vilka adresser som är våra'],
  ['offline, on no list', { signature: good, live: 'away', list: null }, 'signed', 'inte känt'],
  ['offline, not revoked', { signature: good, live: 'away', list: last(false) }, 'signed', 'Läget är från'],
  ['offline, revoked', { signature: good, live: 'away', list: last(true) }, 'ended', 'då var intyget återkallat'],
  ['offline, without keys', { signature: { verdict: 'no-keys' }, live: 'away' }, 'silent', 'inte hämtade'],
  ['too many questions', { signature: good, live: 'busy', list: last(false) }, 'signed', 'många frågor'],
  ['another host', { signature: { verdict: 'foreign' }, host: 'a.example' }, 'foreign', 'a.example'],
]) {
  const judged = judge(scan);
  check(`${name} is ${kind}`, judged.kind === kind && judged.sentence.includes(says), JSON.stringify(judged));
}
check('offline only what is signed is shown', shown({ signature: good, live: 'away' }).map(([, value]) => value).join().includes('1 september 2026'));

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
