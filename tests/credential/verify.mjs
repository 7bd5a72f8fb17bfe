// Verifies the credentials in a folder with Digital Bazaar's implementation, which shares nothing with ours, and nothing is
// fetched: contexts are the vendored ones, the document of keys is the one that lies beside the credentials.
//
//   node verify.mjs FOLDER

import {readFile, readdir} from 'node:fs/promises';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const folder = process.argv[2];
const json = async file => JSON.parse(await readFile(file, 'utf8'));
const context = name => json(new URL(`contexts/${name}.json`, import.meta.url));
const known = new Map([
    ['https://www.w3.org/ns/credentials/v2', await context('credentials-v2')],
    ['https://purl.imsglobal.org/spec/vc/ob/v3p0/context-3.0.3.json', await context('ob-v3p0-context-3.0.3')],
    ['https://w3id.org/security/multikey/v1', await context('security-multikey-v1')],
]);
const did = await json(`${folder}/did.json`);
known.set(did.id, did);
for (const method of did.verificationMethod) {
    known.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
}
const loaderWith = more => async url => {
    const document = more.get(url) ?? known.get(url);
    if (!document) throw new Error(`${url} would have to be fetched`);
    return {contextUrl: null, documentUrl: url, document};
};
const plain = loaderWith(new Map());

let passed = 0, failed = 0;
const check = (name, holds, why) => {
    if (holds) { passed++; } else { failed++; console.error(`failed: ${name}`, why ?? ''); }
};
const told = result => result.error?.errors?.map(error => error.message) ?? result.error?.message ?? result.error;
// The status is looked at further down; here it must not be why something is refused.
const silent = async () => ({verified: true});
const verified = (credential, loader = plain, status = silent) => vc.verifyCredential({
    credential, suite: new DataIntegrityProof({cryptosuite}), documentLoader: loader, checkStatus: status,
});

const bit = result => result.statusResult?.results?.[0]?.status;

// Every text and number in the document, altered one at a time.
function* alterations(credential) {
    const places = [];
    const walk = (value, path) => {
        if (value && typeof value === 'object') {
            for (const key of Object.keys(value)) walk(value[key], [...path, key]);
        } else { places.push(path); }
    };
    walk(credential, []);
    for (const path of places) {
        if (path[0] === '@context') continue;
        const altered = structuredClone(credential);
        const parent = path.slice(0, -1).reduce((value, key) => value[key], altered);
        const last = path.at(-1), value = parent[last];
        parent[last] = typeof value === 'boolean' ? !value : value.replace(/.$/su, letter => letter === 'A' ? 'B' : 'A');
        if (parent[last] === value) continue;
        yield [path.join('.'), altered];
    }
}

const files = (await readdir(folder)).filter(name => /^(name|salt|protected|unnamed).*\.json$/.test(name)).sort();
for (const file of files) {
    const result = await verified(await json(`${folder}/${file}`));
    check(`${file} verifies`, result.verified, told(result));
}
check('there are about fifty credentials', files.length >= 50);

for (const file of ['name-00.json', 'protected.json']) {
    for (const [place, altered] of alterations(await json(`${folder}/${file}`))) {
        const result = await verified(altered);
        check(`${file} with another ${place} is refused`, !result.verified);
    }
}

// The status lists are credentials themselves, and say what is revoked.
const credential = await json(`${folder}/name-00.json`);
for (const [file, revoked] of [['status-3.json', false], ['status-3-revoked.json', true]]) {
    const list = await json(`${folder}/${file}`);
    const loader = loaderWith(new Map([[list.id, list]]));
    const own = await verified(list);
    check(`${file} verifies`, own.verified, told(own));
    const status = await verified(credential, loader, checkStatus);
    check(`${file} says ${revoked ? 'revoked' : 'not revoked'}`, bit(status) === revoked, told(status));
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
