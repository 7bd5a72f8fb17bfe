// What every browser test of Stafett stands on: visitors, the check every page must pass, and steps that count.
//
// A test file asks for `visitors(home)`, opens pages as somebody (`{ device, scripts, scheme, language }`), and calls
// `check(page, name)` on each. Whatever a page does wrong meanwhile (a request to another host, an error in the console, a
// cookie before sign-in) is kept with its visitor and told by the next check, so that no test can forget to look.

import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = process.env.STAFETT_SCREENSHOTS
  ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '../../target/screenshots');

/** How long a person would wait, in milliseconds: for an element or a page, for a whole step, and for a job of the
 * server. */
const patience = { element: 10_000, page: 20_000, step: 120_000, job: 60_000 };

/** The devices the pages are made for. */
export const devices = {
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 900 } },
};

/** The narrowest page WCAG 1.4.10 asks for, in CSS pixels; also 1280 at 400 %. */
const narrowest = 320;

/** What `stafett demo --json` told: `{ address, accounts, samples }`. */
export function demo() {
  return JSON.parse(readFileSync(process.env.STAFETT_DEMO, 'utf8'));
}


/** What is known about a visitor besides the browser's own state: see `visitors`. */
const known = new WeakMap();

/**
 * Starts a browser with a profile of its own.
 *
 * Returns `open(options)`, which gives a page in a fresh context (no cookie, no cache), and `close()`.
 * `home` is the only address that may be asked for anything; `more` are further arguments of the browser.
 */
export async function visitors(home, more = []) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...more],
  });
  const origin = new URL(home).origin;

  async function open({ device = 'desktop', scripts = true, scheme = 'light', language = 'sv' } = {}) {
    const context = await browser.newContext({
      ...devices[device],
      baseURL: origin,
      javaScriptEnabled: scripts,
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: { sv: 'sv-SE', en: 'en-GB' }[language],
      timezoneId: 'Europe/Stockholm',
    });
    context.setDefaultTimeout(patience.element);
    context.setDefaultNavigationTimeout(patience.page);
    const visitor = { browser, origin, device, scripts, scheme, signedIn: false, findings: [], expected: [] };
    known.set(context, visitor);
    context.on('request', (request) => {
      const address = new URL(request.url());
      // The browser's own viewer of PDF files is a page of its own, and no host.
      if (['data:', 'blob:', 'about:', 'chrome:', 'chrome-extension:'].includes(address.protocol) || address.origin === origin) return;
      visitor.findings.push(`asks another host: ${request.url()}`);
    });
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      // A refused page (404, 422) is logged by the browser itself; its status is judged where it is expected.
      if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())
        && message.location().url === message.page()?.url()) return;
      if (visitor.expected.some((pattern) => pattern.test(message.text()))) return;
      visitor.findings.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => visitor.findings.push(`script error: ${error.error().message}`));
    return context.newPage();
  }

  return { open, close: () => browser.close() };
}

/** Letters and digits of base32 (RFC 4648). */
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The half minute that codes are counted in. */
const stepNow = () => Math.floor(Date.now() / 30_000);

/** The code an app with `secret` (base32) shows in half minute `step` (RFC 6238). */
export function totp(secret, step = stepNow()) {
  const bits = [...secret.replace(/[^A-Z2-7]/gi, '').toUpperCase()].map((one) => base32.indexOf(one).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(step));
  const tag = createHmac('sha1', key).update(counter).digest();
  const number = tag.readUInt32BE(tag[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The last half minute a code was used for, by account, and the session each account has: a code works once. */
const used = new Map();
const kept = new Map();

/** A code of this account that has not been used; waits for the next half minute if need be. */
async function freshCode(page, account) {
  const step = Math.max(stepNow(), (used.get(account.email) ?? 0) + 1);
  while (stepNow() + 1 < step) await page.waitForTimeout(500);
  used.set(account.email, step);
  return totp(account.totp_secret, step);
}

/**
 * Signs in with one of the demo's accounts, through the forms a person uses: password, then the code of an app.
 *
 * An account without an app connects one, and keeps its secret. The second visitor of the same account gets the first one's
 * session, because a code works once. An account without a password is signed in by its link and the button behind it.
 */
export async function signIn(page, account) {
  const visitor = known.get(page.context());
  visitor.signedIn = true;
  if (!account.password) {
    // Such a link works once: whoever comes again has the session already.
    if (!await resumed(page, account)) {
      await page.goto(account.sign_in_link);
      await page.locator('main form [type=submit]').first().click();
      await page.waitForLoadState();
      kept.set(account.email, { cookies: await page.context().cookies(), landing: page.url() });
    }
  } else if (!await resumed(page, account)) {
    await givePassword(page, account);
    await page.waitForURL(/\/sign-in\/(second|enrol)/);
    if (new URL(page.url()).pathname.endsWith('/enrol')) {
      await connectApp(page, account);
      await follow(page, 'Jag har sparat koderna', 'main');
    } else {
      await page.locator('#code').fill(await freshCode(page, account));
      await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('form:has(#code) [type=submit]').click()]);
    }
    kept.set(account.email, { cookies: await page.context().cookies(), landing: page.url() });
  }
  const here = new URL(page.url()).pathname;
  if (here.startsWith('/sign-in')) throw new Error(`sign-in refused for ${account.role}: ${await page.locator('main').innerText()}`);
}

/** The first step of signing in; from here on there is a cookie. */
export async function givePassword(page, account) {
  known.get(page.context()).signedIn = true;
  await page.goto('/sign-in');
  const form = page.locator('form:has([name=password])');
  await form.locator('[name=email]').fill(account.email);
  await form.locator('[name=password]').fill(account.password);
  await Promise.all([page.waitForEvent('domcontentloaded'), form.locator('[type=submit]').click()]);
}

/** Connects an app on the enrolment page that is open, as somebody who types the key. */
export async function connectApp(page, account) {
  account.totp_secret = (await page.locator('figcaption code').innerText()).replace(/\s/g, '');
  await page.locator('#code').fill(await freshCode(page, account));
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('form:has(#code) [type=submit]').click()]);
}

/** Takes over the session this account has from an earlier visitor, if it still lives. */
async function resumed(page, account) {
  const session = kept.get(account.email);
  if (!session) return false;
  const secure = (cookie) => ({ name: cookie.name, value: cookie.value, url: 'https://127.0.0.1/', httpOnly: true, secure: true, sameSite: 'Lax' });
  await page.context().addCookies(session.cookies.map(secure));
  await page.goto(session.landing);
  if (!new URL(page.url()).pathname.startsWith('/sign-in')) return true;
  kept.delete(account.email);
  return false;
}

/** Says which words in the console are no finding from here on: what a test brings about itself, such as a dead network. */
export function expectInConsole(page, ...patterns) {
  known.get(page.context()).expected = patterns;
}

/** A day so many days from today, as forms send it. */
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Ends the step as failed. */
export const fail = (words) => { throw new Error(words); };

/** Sends the form that holds the button with these words, and waits for the answer. */
export async function press(page, words) {
  const before = page.url();
  await Promise.all([
    page.waitForEvent('domcontentloaded'),
    page.getByRole('button', { name: words, exact: true }).click(),
  ]);
  const wrong = page.locator('#error-summary');
  if (await wrong.count()) fail(`'${words}' at ${before} was refused: ${await wrong.innerText()}`);
}

/** Follows the link with these words. */
export async function follow(page, words, within = 'body') {
  await Promise.all([
    page.waitForEvent('domcontentloaded'),
    page.locator(within).getByRole('link', { name: words }).first().click(),
  ]);
}

/** Fills fields by their names. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`#${name}`).fill(value);
}

/** Fails unless the page's main part says these words. */
export async function says(page, ...sentences) {
  const text = (await page.locator('main').innerText()).replace(/\u00ad/g, '');
  for (const words of sentences) if (!text.includes(words)) fail(`${page.url()} does not say '${words}': ${text.slice(0, 600)}`);
}

/** Loads the page again until the locator is there: for what a job of the server does. */
export async function until(page, locator) {
  const deadline = Date.now() + patience.job;
  while (!(await locator.count())) {
    if (Date.now() > deadline) fail(`${page.url()} did not come so far in ${patience.job / 1000} s`);
    await page.reload();
  }
}

/** Where a letter's link leads, read in the demo's mailbox as its receiver would read the letter. */
export async function linkIn(reader, email, start) {
  await reader.goto('/dev/mailbox');
  const letters = reader.locator('tbody tr', { hasText: email }).locator('a');
  const found = await letters.count();
  for (let index = 0; index < found; index += 1) {
    await reader.goto('/dev/mailbox');
    await letters.nth(index).click();
    const link = reader.locator(`.letter a[href^="${start}"]`).first();
    if (await link.count()) return { href: await link.getAttribute('href'), subject: await reader.locator('h1').innerText() };
  }
  return fail(`no letter to ${email} with a link to ${start}…`);
}

/**
 * Fails unless the page that is open now is sound, and takes its picture.
 *
 * Sound: language, title and one h1; nothing for axe-core to find in this colour scheme, no contrast lost in the other; no
 * sideways scrolling at its own width and at 320 pixels; no request to another host, no error in the console, and no cookie
 * before sign-in. All that is wrong is told at once. With `scan: false` axe is not asked and no picture taken: for a walk that
 * has done both on a page of this shape.
 */
export async function check(page, name, { scan = true } = {}) {
  const visitor = known.get(page.context());
  const findings = [];
  findings.push(...await skeleton(page));
  if (scan) await picture(page, name, visitor);
  findings.push(...await overflow(page));
  if (scan) findings.push(...await accessibility(page, visitor));
  if (!visitor.signedIn) {
    const cookies = await page.context().cookies();
    findings.push(...cookies.map((cookie) => `cookie before sign-in: ${cookie.name}`));
    await page.context().clearCookies();   // told once, where it came from
  }
  findings.push(...visitor.findings.splice(0));
  if (findings.length) throw new Error([`${name} (${page.url()})`, ...findings].join('\n  '));
}

/** What a screen reader says first: language, title, heading. */
async function skeleton(page) {
  const seen = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title.trim(),
    headings: document.querySelectorAll('h1').length,
  }));
  const findings = [];
  if (!/^(sv|en)\b/.test(seen.language)) findings.push(`lang is '${seen.language}'`);
  if (!seen.title) findings.push('no title');
  if (seen.headings !== 1) findings.push(`${seen.headings} h1 instead of one`);
  return findings;
}

/** Saves the whole page as `<name>-<device>[-dark].png`. */
async function picture(page, name, visitor) {
  mkdirSync(screenshots, { recursive: true });
  const scheme = visitor.scheme === 'dark' ? '-dark' : '';
  const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}-${visitor.device}${scheme}.png`;
  await page.screenshot({ path: path.join(screenshots, file), fullPage: true });
}

/** Sideways scrolling, at the page's own width and at the narrowest. */
async function overflow(page) {
  const own = page.viewportSize();
  const findings = [];
  for (const width of [own.width, narrowest]) {
    await page.setViewportSize({ width, height: own.height });
    const seen = await page.evaluate((limit) => {
      const scrolls = (element) => element && element !== document.documentElement && element !== document.body
        && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
      const wide = [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > limit + 1 && !scrolls(element.parentElement))
        .map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`);
      return { width: document.documentElement.scrollWidth, wide: wide.slice(0, 3) };
    }, width);
    if (seen.width > width) findings.push(`${seen.width} px wide on ${width} px: ${seen.wide.join(' ') || 'no element found'}`);
  }
  await page.setViewportSize(own);
  return findings;
}

/**
 * What axe-core finds.
 *
 * Where scripts are off, axe cannot run either: the page's present document is then shown again, with the same styles, to a
 * visitor with scripts, so that the answer to a sent form is scanned too and nothing is sent twice.
 */
async function accessibility(page, visitor) {
  if (visitor.scripts) return scan(page, visitor.scheme);
  const mirror = await visitor.browser.newPage({
    viewport: page.viewportSize(), colorScheme: visitor.scheme, reducedMotion: 'reduce', bypassCSP: true,
  });
  try {
    const address = page.url();
    const html = (await page.content()).replace(/<script\b[^]*?<\/script>/gi, '');
    await mirror.route((url) => url.href === address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
    await mirror.goto(address);
    return await scan(mirror, visitor.scheme);
  } finally {
    await mirror.context().close();
  }
}

async function scan(page, scheme) {
  const everything = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  const other = scheme === 'dark' ? 'light' : 'dark';
  await page.evaluate(axe);
  const findings = await violations(page, everything, scheme);
  await page.emulateMedia({ colorScheme: other });
  findings.push(...await violations(page, { type: 'rule', values: ['color-contrast'] }, other));
  await page.emulateMedia({ colorScheme: scheme });
  return findings;
}

async function violations(page, runOnly, scheme) {
  const found = await page.evaluate(async (rules) => {
    const report = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return report.violations.map((violation) => ({
      id: violation.id,
      help: violation.help,
      nodes: violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`.trim()),
    }));
  }, runOnly);
  return found.map((one) => `axe ${one.id} (${scheme}): ${one.help}: ${one.nodes.join('; ')}`);
}

/**
 * Steps that count: each passes or fails, is told at once, and bounded in time.
 *
 * `step` goes on after a failure. `must` is a step the later ones stand on: after its failure they fail as "not reached".
 * `end` prints the count as the last line and makes the process fail if any step did, or if there was none.
 */
export class Steps {
  passed = 0;
  failed = 0;
  #stopped = false;

  async step(name, act) {
    if (this.#stopped) return this.#fail(name, 'not reached');
    let alarm;
    const late = new Promise((_, reject) => {
      alarm = setTimeout(() => reject(new Error(`not done after ${patience.step / 1000} s`)), patience.step);
    });
    try {
      const value = await Promise.race([act(), late]);
      this.passed += 1;
      console.log(`ok      ${name}`);
      return value;
    } catch (error) {
      return this.#fail(name, error?.message ?? String(error));
    } finally {
      clearTimeout(alarm);
    }
  }

  async must(name, act) {
    const before = this.failed;
    const value = await this.step(name, act);
    this.#stopped ||= this.failed > before;
    return value;
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed || !this.passed ? 1 : 0;
  }

  #fail(name, why) {
    this.failed += 1;
    console.log(`FAILED  ${name}\n  ${why}`);
    return undefined;
  }
}
