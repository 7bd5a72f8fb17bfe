// Walks the pages: as a visitor and as each demo account, every address that a link leads to must be a sound page.
//
// Breadth-first from the start page and the demo's samples, on this origin only. Addresses that differ only in a number, a
// date or a code are one shape. Each role sees each shape once at a desk and once on a phone, and once in English; a second
// address of the shape is asked for without being drawn, because it often links to what the first does not. What axe finds
// depends on the shape, not on who looks: it is asked once per shape, in light and dark, at the desk, and on the phone for
// every fifth. Every seventh shape is opened without scripts, too. Two roles walk at a time. What is left out is told.
//
// STAFETT_PAGES: shapes per role (300). STAFETT_PAGES_SECONDS: time for all roles together (800).

import { Steps, check, demo, signIn, visitors } from './support.mjs';

const { address: home, accounts, samples } = demo();
const limit = Number(process.env.STAFETT_PAGES ?? 300);
const deadline = Date.now() + 1000 * Number(process.env.STAFETT_PAGES_SECONDS ?? 800);
const origin = new URL(home).origin;

/** The samples as addresses: a bare code stands for its verify page. */
const sampled = Object.entries(samples ?? {}).filter(([, value]) => value).map(([name, value]) =>
  new URL(name.endsWith('_code') && !value.includes('/') ? `/v/${value}` : value, home).href);

/** Where one page shows one of several things by its name: what comes behind is as good as a number. */
const named = ['figures', 'retention', 'history'];

/** Files are handed over, not drawn. */
const isFile = (address) => /\.[a-z]{3,4}$/.test(new URL(address).pathname);

/** An address without what varies: `/offers/12?lang=en` and `/offers/7?lang=en` are one shape. */
function shape(address) {
  const url = new URL(address);
  const varying = (part, before) => /\d/.test(part) || part.length > 24 || /^[A-Z]{4,}$/.test(part) || named.includes(before);
  const parts = url.pathname.split('/');
  const path = parts.map((part, at) => (varying(part, parts[at - 1]) ? part.replace(/^[^.]*/, '*') : part)).join('/');
  const names = [...url.searchParams.keys()].filter((name) => name !== 'lang').sort();
  const english = url.searchParams.get('lang') === 'en' && !isFile(address);
  return { key: `${path}?${names}${english ? '&en' : ''}`, english };
}

/** Opens an address and tells `{ status, page: is it a page? }`; a file that is handed over is no page. */
async function visit(page, address) {
  let status;
  const listen = (response) => { if (response.url() === address) status = response.status(); };
  page.on('response', listen);
  try {
    const response = await page.goto(address);
    const type = response.headers()['content-type'] ?? '';
    return { status: response.status(), page: type.startsWith('text/html') };
  } catch (error) {
    if (!/Download is starting|ERR_ABORTED/.test(error.message)) throw error;
    return { status: status ?? 0, page: false };
  } finally {
    page.off('response', listen);
  }
}

/** The addresses of ours that a page, or what was asked for in its place, links to. */
const ours = (addresses) => addresses.map((address) => address.split('#')[0])
  .filter((address) => address.startsWith(`${origin}/`) && !/\/sign-out\b/.test(address));

const linked = async (page) => ours(await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href)));

/** Asks for an address without drawing it: its status and where it leads. */
async function ask(page, address) {
  const answer = await page.evaluate(async (at) => {
    const response = await fetch(at);
    const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
    const shown = new DOMParser().parseFromString(isPage ? await response.text() : '', 'text/html');
    const links = [...shown.querySelectorAll('a[href]')].map((link) => new URL(link.getAttribute('href'), response.url).href);
    return { status: response.status, links };
  }, address);
  return { status: answer.status, links: ours(answer.links) };
}

/** The shapes that axe has been asked about, by whoever came first. */
const scanned = new Set();

async function walk(steps, browser, account) {
  const role = account?.role ?? 'visitor';
  const enter = async (options) => {
    const page = await browser.open(options);
    if (account) await signIn(page, account);
    return page;
  };
  const desktop = await steps.step(`${role}: enters`, () => enter({}));
  if (!desktop) return;
  const [phone, plain] = [await enter({ device: 'phone' }), await enter({ scripts: false })];

  // A sample may belong to somebody else: then it is refused, but with a sound page.
  const waiting = [{ address: `${origin}/`, from: 'start' }, ...sampled.map((address) => ({ address, from: 'sample' }))];
  if (account) waiting.unshift({ address: desktop.url(), from: 'sign-in' });
  const seen = new Set(waiting.map(({ address }) => address));
  // The refusing page offers itself in the other language: still the same refusal.
  const refused = new Set();
  const shapes = new Map();
  const [alike, cut] = [new Map(), new Set()];
  let drawn = 0;

  while (waiting.length) {
    const { address, from } = waiting.shift();
    const { key, english } = shape(address);
    const before = shapes.get(key) ?? 0;
    const path = new URL(address).pathname;
    if (before >= (english ? 1 : 2) || (before && refused.has(path))) { alike.set(key, (alike.get(key) ?? 0) + 1); continue; }
    if ((!before && drawn >= limit) || Date.now() > deadline) { cut.add(key); continue; }
    shapes.set(key, before + 1);

    const name = `${role} ${address.slice(origin.length)}`;
    await steps.step(name, async () => {
      const answer = before || isFile(address) ? await ask(desktop, address) : await visit(desktop, address);
      const refusable = (from === 'sample' || refused.has(path)) && [401, 403, 404].includes(answer.status);
      if (refusable) refused.add(path);
      if (!answer.status || (answer.status >= 400 && !refusable)) throw new Error(`status ${answer.status}, linked from ${from}`);
      for (const next of answer.links ?? (answer.page ? await linked(desktop) : [])) {
        if (!seen.has(next)) { seen.add(next); waiting.push({ address: next, from: address }); }
      }
      if (!answer.page) return;
      drawn += 1;
      // A refusal says nothing about the page it stands in for.
      const kind = `${key} ${answer.status}`;
      const isNew = !english && !scanned.has(kind);
      if (isNew) scanned.add(kind);
      await check(desktop, name, { scan: isNew });
      if (english) return;
      await visit(phone, address);
      await check(phone, name, { scan: isNew && scanned.size % 5 === 1 });
      if (isNew && scanned.size % 7 === 1) { await visit(plain, address); await check(plain, `${name} without scripts`); }
    });
  }
  const many = [...alike].sort(([, a], [, b]) => b - a).map(([key, count]) => `${key.replace(/\?$/, '')} ${count}`);
  const left = [...alike.values()].reduce((sum, count) => sum + count, 0);
  console.log(`        ${role}: ${drawn} shapes looked at; left out ${left} addresses like those seen: ${many.slice(0, 8).join(', ')}${many.length > 8 ? ` and ${many.length - 8} shapes more` : ''}`);
  if (cut.size) console.log(`        ${role}: LEFT OUT by the limit: ${[...cut].join(', ')}`);
  await Promise.all([desktop, phone, plain].map((page) => page.context().close()));
}

const began = Date.now();
const steps = new Steps();
const browser = await visitors(home);
// The first account of each role: it owns the samples that a role can own.
const roles = [...new Map((accounts ?? []).toReversed().map((account) => [account.role, account])).values()].toReversed();
const queue = [null, ...roles];
const walker = async () => { while (queue.length) await walk(steps, browser, queue.shift()); };
await Promise.all([walker(), walker()]);
await browser.close();
console.log(`        axe was asked about ${scanned.size} shapes; ${Math.round((Date.now() - began) / 1000)} s`);
steps.end();
