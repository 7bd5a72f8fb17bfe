// Verifying as a stranger does it: a code typed, a PDF handed in, whole and altered, codes scanned by the camera and from a
// picture, with the network and without.
//
// The camera is Chromium's made-up one, which shows the QR code of the demo's own certificate.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Steps, check, demo, expectInConsole, fail, press, says, signIn, visitors } from './support.mjs';

const { address: home, accounts, samples } = demo();
const account = (role) => accounts.find((one) => one.role === role);
const steps = new Steps();
const scratch = mkdtempSync(path.join(tmpdir(), 'stafett-verify.'));
const at = (name) => path.join(scratch, name);
const code = samples.certificate_code;

/** The paper as the coordinator downloads it. */
async function paper(browser) {
  const desk = await browser.open();
  await signIn(desk, account('coordinator'));
  await desk.goto(`/desk/certificates?q=${code}`);
  const one = await desk.locator('main a[href*="/desk/certificates/"]').evaluateAll((links) => links
    .map((link) => new URL(link.href).pathname).find((to) => /certificates\/\d+$/.test(to)));
  const read = await desk.evaluate(async (from) => [...new Uint8Array(await (await fetch(from)).arrayBuffer())], `${one}/paper.pdf`);
  const bytes = Buffer.from(read);
  if (bytes.subarray(0, 4).toString() !== '%PDF') fail(`${one}/paper.pdf is no PDF`);
  await desk.context().close();
  return { bytes, at: one };
}

/** The page of a PDF as a picture with three planes, for a camera of 1280 × 720: the part where the code stands. */
function film(pdf, file) {
  execFileSync('pdftoppm', ['-r', '200', '-gray', '-singlefile', pdf, at('page')]);
  const picture = readFileSync(at('page.pgm'));
  const [head, width, height] = /^P5\s(\d+)\s(\d+)\s255\s/.exec(picture.subarray(0, 60).toString('latin1'));
  const [wide, high] = [1280, 720];
  const grey = Buffer.alloc(wide * high, 255);
  const [left, top] = [Math.max(0, width - wide), Math.max(0, height - high)];
  for (let row = 0; row < Math.min(high, height); row += 1) {
    const from = head.length + (top + row) * Number(width) + left;
    picture.copy(grey, row * wide, from, from + Math.min(wide, Number(width)));
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, Buffer.alloc((wide * high) / 2, 128)]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${wide} H${high} F5:1 Ip A1:1 C420jpeg\n`), frame, frame]));
}

const newest = (page) => page.locator('[data-answers] > li').first();

/** Waits until the newest answer is of this kind, and gives what it says. */
async function answered(page, kind) {
  const item = page.locator(`[data-answers] > li:first-child[data-kind="${kind}"]`);
  await item.waitFor().catch(async () => fail(`no answer '${kind}': ${await page.locator('[data-scan]').innerText()}`));
  return item.innerText();
}

const choose = (page, file) => page.locator('#picture').setInputFiles(file);

/** A picture of a text as a QR code, drawn by the page with the encoder beside its decoder. */
async function pictureOf(page, text, file) {
  const decoder = await page.locator('script[src*="/verify/page.js"]').getAttribute('src');
  const points = await page.evaluate(async ({ module, words }) => {
    const { default: encode } = await import(module);
    return encode(words, 'raw', { ecc: 'medium' });
  }, { module: decoder.replace('page.js', 'qr/index.js'), words: text });
  const size = 6, quiet = 4 * size, side = points.length * size + 2 * quiet;
  const grey = Buffer.alloc(side * side, 255);
  points.forEach((row, y) => row.forEach((dark, x) => {
    for (let i = 0; dark && i < size; i += 1) grey.fill(0, (quiet + y * size + i) * side + quiet + x * size, (quiet + y * size + i) * side + quiet + (x + 1) * size);
  }));
  writeFileSync(at('picture.pgm'), Buffer.concat([Buffer.from(`P5 ${side} ${side} 255\n`), grey]));
  // Browsers read no PGM; one row of Netpbm as BMP is a header away.
  const bytes = Buffer.alloc(1078 + Math.ceil(side / 4) * 4 * side);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(1078, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(side, 18);
  bytes.writeInt32LE(-side, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  for (let value = 0; value < 256; value += 1) bytes.fill(value, 54 + value * 4, 57 + value * 4);
  for (let row = 0; row < side; row += 1) grey.copy(bytes, 1078 + row * Math.ceil(side / 4) * 4, row * side, (row + 1) * side);
  writeFileSync(file, bytes);
  return file;
}

/** A network in front of the server that `turn` makes good, silent ('hangs') or broken ('fails'). */
async function weakNetwork() {
  let state = 'good';
  const server = createServer((asked, answer) => {
    if (state === 'hangs') return;
    if (state === 'fails') {
      answer.writeHead(503).end('no');
      return;
    }
    const onwards = ask(`${home}${asked.url}`, { method: asked.method, headers: asked.headers }, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    asked.pipe(onwards);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    turn(next) { state = next; },
    close() { server.closeAllConnections(); server.close(); },
  };
}

const first = await visitors(home);
let given;
let scannedText;
await steps.must('the coordinator downloads a paper', async () => {
  given = await paper(first);
  writeFileSync(at('intyg.pdf'), given.bytes);
  film(at('intyg.pdf'), at('camera.y4m'));
  execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', at('intyg.pdf'), at('intyg')]);
  scannedText = execFileSync('zbarimg', ['--quiet', '--raw', at('intyg.png')], { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString().trim().split('\n').find((line) => line.includes('#')) ?? fail('no code on the paper');
});
await first.close();

const browser = await visitors(home, ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${at('camera.y4m')}`]);

try {
  for (const scripts of [false, true]) {
    const how = scripts ? 'with script' : 'without script';
    const page = await browser.open({ device: 'phone', scripts });

    await steps.step(`${how} a typed code leads to its answer, and a wrong one is told`, async () => {
      await page.goto('/verify');
      await check(page, `verify ${how}`);
      if (await page.locator('[data-scan]').isVisible() !== scripts) fail('scanning is offered to the wrong visitor');
      await page.locator('#code').fill('7QFK-1A2B');
      await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name: 'Kontrollera intyget' }).click()]);
      await says(page, 'Koden stämmer inte.');
      await check(page, `verify wrong code ${how}`);
      await page.locator('#code').fill(code.toLowerCase());
      await press(page, 'Kontrollera intyget');
      await says(page, 'Giltigt');
    });

    await steps.step(`${how} a whole PDF is told with its facts`, async () => {
      await page.goto('/verify');
      await page.locator('#file').setInputFiles(at('intyg.pdf'));
      await press(page, 'Kontrollera filen');
      await says(page, 'Giltigt', 'Filen är hel', 'förseglad av oss', 'byte för byte');
      await check(page, `verify whole paper ${how}`);
    });

    await steps.step(`${how} one altered byte is told`, async () => {
      const altered = Buffer.from(given.bytes);
      altered[Math.floor(altered.length / 2)] ^= 1;
      writeFileSync(at('altered.pdf'), altered);
      await page.goto('/verify');
      await page.locator('#file').setInputFiles(at('altered.pdf'));
      await press(page, 'Kontrollera filen');
      await says(page, 'Ändrad');
      if (/Giltigt/.test(await page.locator('main').innerText())) fail('an altered paper is called valid');
      await check(page, `verify altered paper ${how}`);
    });

    await steps.step(`${how} a form without a file says what to do`, async () => {
      await page.goto('/verify');
      await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name: 'Kontrollera filen' }).click()]);
      await says(page, 'Välj PDF-filen med intyget.');
      await check(page, `verify no paper ${how}`);
      await page.context().close();
    });
  }

  const phone = await browser.open({ device: 'phone' });
  expectInConsole(phone, /status of 404/, /ERR_INTERNET_DISCONNECTED/, /status of 429/);

  await steps.step('the camera reads the code, and the register says valid', async () => {
    await phone.goto('/verify');
    await phone.getByRole('button', { name: 'Öppna kameran' }).click();
    const said = await answered(phone, 'valid');
    if (!/[A-ZÅÄÖ]+-\d{4}-\d{4}/.test(said)) fail(`no number: ${said}`);
    if (await phone.locator('[data-answers] > li').count() !== 1) fail('one code in sight stands in the list more than once');
    await phone.getByRole('button', { name: 'Stäng kameran' }).click();
    if (await phone.locator('video').isVisible()) fail('the camera is still shown');
    await check(phone, 'verify scanned');
  });

  await steps.step('a code whose signature was altered is told, whatever the register says of it', async () => {
    const place = scannedText.length - 20;
    const other = scannedText[place] === 'A' ? 'B' : 'A';
    await choose(phone, await pictureOf(phone, scannedText.slice(0, place) + other + scannedText.slice(place + 1), at('altered.bmp')));
    await answered(phone, 'altered');
    await check(phone, 'verify scanned altered');
  });

  await steps.step('a signature beside the code of another certificate is told', async () => {
    const [, payload] = scannedText.split('#');
    const unknown = '00000000000000000';
    await choose(phone, await pictureOf(phone, `${home.toUpperCase()}/V/${unknown}#${payload}`, at('unknown.bmp')));
    const said = await answered(phone, 'unknown');
    if (!said.includes('registret har inget intyg')) fail(said);
  });

  await steps.step('a telephone that opens the code by itself is told whether the signature is for this certificate', async () => {
    const [, payload] = scannedText.split('#');
    const signature = phone.locator('[data-signature]');
    await phone.goto(`/V/${code}#${payload}`);
    await signature.filter({ hasText: 'undertecknad av oss, för det här intyget' }).waitFor();
    await check(phone, 'verify signed code');
    await phone.goto('/verify');
    await phone.goto(`/V/${code}#${payload.slice(0, -9)}${payload.at(-9) === 'A' ? 'B' : 'A'}${payload.slice(-8)}`);
    await phone.locator('.answer h1', { hasText: 'Ändrat' }).waitFor();
    await signature.filter({ hasText: 'Registret säger om själva koden: Giltigt.' }).waitFor();
    await check(phone, 'verify badly signed code');
    if (!/^Ändrat – /.test(await phone.title())) fail(`the title is still ${await phone.title()}`);
    const aloud = await signature.evaluate((place) => place.textContent);
    if (!aloud.startsWith('Ändrat. Underskriften i QR-koden stämmer inte')) fail(`read aloud first: ${aloud}`);
  });

  await steps.step('who changes the language still reads that the paper was altered', async () => {
    await phone.getByRole('link', { name: 'English', exact: true }).click();
    await phone.locator('.answer h1', { hasText: 'Altered' }).waitFor();
    await phone.goto('/verify');
  });

  await steps.step('skipping to the content loses no payload, and no place on the page is taken for one', async () => {
    const [, payload] = scannedText.split('#');
    const signature = phone.locator('[data-signature]');
    await phone.goto(`/V/${code}#${payload}`);
    await signature.filter({ hasText: 'undertecknad av oss' }).waitFor();
    await phone.locator('a.skip').focus();
    await phone.keyboard.press('Enter');
    await phone.waitForFunction(() => document.activeElement?.id === 'main' && location.hash.length > 100);
    await phone.reload();
    await signature.filter({ hasText: 'undertecknad av oss' }).waitFor();
    await phone.goto('/verify');
    for (const place of ['main', ':~:text=Giltigt']) {
      await phone.goto(`/v/${code}#${place}`);
      await phone.waitForLoadState('networkidle');
      if (await signature.isVisible()) fail(`#${place}: ${await signature.innerText()}`);
      await phone.locator('.answer h1', { hasText: 'Giltigt' }).waitFor();
      await phone.goto('/verify');
    }
  });

  await steps.step('codes that are not ours are told, and nobody else is asked', async () => {
    await choose(phone, await pictureOf(phone, `HTTPS://ELSEWHERE.EXAMPLE/V/${code}#AAAA`, at('foreign.bmp')));
    if (!(await answered(phone, 'foreign')).includes('elsewhere.example')) fail('the other host is not named');
    await choose(phone, await pictureOf(phone, 'WIFI:T:WPA;S:x;P:y;;', at('wifi.bmp')));
    await newest(phone).filter({ hasText: 'ingen intygskod' }).waitFor();
    await check(phone, 'verify scanned many');
  });

  await steps.step('a picture without a code is told', async () => {
    execFileSync('pdftoppm', ['-r', '30', '-png', '-singlefile', '-x', '0', '-y', '0', '-W', '60', '-H', '60', at('intyg.pdf'), at('empty')]);
    await choose(phone, at('empty.png'));
    await phone.locator('[data-said]', { hasText: 'Ingen QR-kod' }).waitFor();
  });

  await steps.step('the picture of the whole paper is enough', async () => {
    await phone.goto('/verify');
    await choose(phone, at('intyg.png'));
    await answered(phone, 'valid');
  });

  await steps.step('without network the page opens, the signature is looked at, and the status says from when it is', async () => {
    await phone.evaluate(() => navigator.serviceWorker.ready);
    await phone.goto('/verify');
    await phone.context().setOffline(true);
    await phone.goto('/verify?lang=sv');
    await says(phone, 'Du är utan nät');
    await choose(phone, at('intyg.png'));
    const said = await answered(phone, 'signed');
    for (const words of ['Registret nås inte', 'Läget är från', 'varken återkallat eller ersatt']) if (!said.includes(words)) fail(said);
    if (/Giltigt/.test(said)) fail('pretends to know');
    await check(phone, 'verify offline');
    await phone.getByRole('button', { name: 'Öppna kameran' }).click();
    await phone.locator('video').waitFor();
    await phone.getByRole('button', { name: 'Stäng kameran' }).click();
  });

  await steps.step('a network that hangs or fails is as good as none, and nobody is called a stranger for it', async () => {
    const network = await weakNetwork(), weak = await visitors(network.address);
    try {
      const page = await weak.open({ device: 'phone' });
      expectInConsole(page, /status of 503/, /ERR_/, /AbortError|TimeoutError/);
      await page.goto('/verify?lang=sv');
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.goto('/verify?lang=sv');
      await page.waitForFunction(async () => Boolean(await caches.match('/status/1', { ignoreVary: true })));
      for (const state of ['hangs', 'fails']) {
        network.turn(state);
        await page.goto('/verify?lang=sv', { waitUntil: 'domcontentloaded' });
        await choose(page, at('intyg.png'));
        const item = page.locator('[data-answers] > li[data-kind="signed"]');
        await item.waitFor({ timeout: 20_000 });
        const said = await item.innerText();
        for (const words of ['Registret nås inte', 'Läget är från']) if (!said.includes(words)) fail(`${state}: ${said}`);
        network.turn('good');
        await page.goto('/verify?lang=sv');
        await page.waitForLoadState('networkidle');
      }
      // The keys are forgotten and do not come: whose host it is cannot be said.
      await page.evaluate(() => caches.delete('verify-documents'));
      network.turn('fails');
      await page.goto('/verify?lang=sv', { waitUntil: 'domcontentloaded' });
      await choose(page, at('intyg.png'));
      const unsaid = page.locator('[data-answers] > li[data-kind="silent"]');
      await unsaid.waitFor({ timeout: 20_000 });
      if (!(await unsaid.innerText()).includes('vilka adresser som är våra')) fail(await unsaid.innerText());
    } finally {
      await weak.close();
      network.close();
    }
  });

  await steps.step('a decoder that did not come is not told as a picture without a code', async () => {
    const page = await browser.open({ device: 'phone' });
    expectInConsole(page, /ERR_/, /Failed to fetch/);
    await page.context().addInitScript(() => {
      delete globalThis.BarcodeDetector;
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
    });
    await page.route('**/qr/decode.js', (route) => route.abort());
    await page.goto('/verify');
    await choose(page, at('intyg.png'));
    await page.locator('[data-said]', { hasText: 'kunde inte hämtas' }).waitFor();
    await page.context().close();
  });

  await steps.step('an altered signature is found without network, too', async () => {
    await choose(phone, at('altered.bmp'));
    await answered(phone, 'altered');
  });

  await steps.step('back with the network, what was left open is asked about', async () => {
    await phone.context().setOffline(false);
    await phone.locator('[data-answers] > li[data-kind="valid"]').waitFor();
    await phone.goto('/verify?lang=en');
    await phone.context().setOffline(true);
    await phone.goto('/verify?lang=en');
    await says(phone, 'You are offline');
    await choose(phone, at('intyg.png'));
    if (!(await answered(phone, 'signed')).includes('Status as of')) fail('not in English');
    await phone.context().setOffline(false);
  });

  await steps.step('what is kept on the phone names nobody', async () => {
    const kept = await phone.evaluate(async () => {
      const found = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) found.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
      }
      return { found, stored: localStorage.length + sessionStorage.length };
    });
    if (kept.stored) fail(`${kept.stored} things stored`);
    const paths = kept.found.map(([where]) => where);
    if (paths.some((where) => !/^\/(verify$|static\/|status\/\d+$|\.well-known\/(stafett-keys|did)\.json$)/.test(where))) fail(`kept: ${paths}`);
    for (const path of ['/status/1', '/.well-known/did.json']) if (!paths.includes(path)) fail(`not kept, ${path}: ${paths}`);
  });

  await steps.step('revoked meanwhile: the register says so, and without network the last list', async () => {
    const desk = await browser.open();
    await signIn(desk, account('coordinator'));
    await desk.goto(given.at);
    await desk.locator('form[action*="/revoke"] select, form[action*="/revoke"] input[type=radio]').first().evaluate((field) => {
      if (field.tagName === 'SELECT') field.value = 'mistake';
      else field.click();
    });
    await Promise.all([desk.waitForEvent('domcontentloaded'), desk.locator('form[action*="/revoke"] [type=submit]').click()]);
    await phone.goto('/verify');
    await choose(phone, at('intyg.png'));
    await answered(phone, 'revoked');
    await phone.waitForFunction(async () => {
      const kept = await caches.match('/status/1', { ignoreVary: true });
      return Boolean(kept);
    });
    await phone.context().setOffline(true);
    // The made-up language of a test reaches no worker: the address says it.
    await phone.goto('/verify?lang=sv');
    await choose(phone, at('intyg.png'));
    const said = await answered(phone, 'ended');
    if (!said.includes('då var intyget återkallat eller ersatt')) fail(said);
    await check(phone, 'verify offline revoked');
    await phone.context().setOffline(false);
  });

  await steps.step('in the dark and on a desktop the page is sound, too', async () => {
    const dark = await browser.open({ scheme: 'dark', language: 'en' });
    expectInConsole(dark, /status of 404/);
    await dark.goto('/verify');
    await choose(dark, at('intyg.png'));
    await answered(dark, 'revoked');
    await check(dark, 'verify dark');
  });
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
  steps.end();
}
