// Walks the pages: as a visitor and as each demo account, every address that a link leads to must be a sound page.
//
// Breadth-first from the start page and the demo's samples, on this origin only. Addresses that differ only in a number, a
// date or a code are one shape: two of a shape are opened, and one in English. Every fifth page is opened on a phone and
// every seventh without scripts, too. What a limit leaves out is told.
//
// STAFETT_PAGES: addresses per role (80). STAFETT_PAGES_SECONDS: time for all roles together (480).

import { Steps, check, demo, signIn, visitors } from './support.mjs';

const { address: home, accounts, samples } = demo();
const limit = Number(process.env.STAFETT_PAGES ?? 80);
const deadline = Date.now() + 1000 * Number(process.env.STAFETT_PAGES_SECONDS ?? 480);
const origin = new URL(home).origin;

/** The samples as addresses: a bare code stands for its verify page. */
const sampled = Object.entries(samples ?? {}).filter(([, value]) => value).map(([name, value]) =>
  new URL(name.endsWith('_code') && !value.includes('/') ? `/v/${value}` : value, home).href);

/** An address without what varies: `/offers/12?lang=en` and `/offers/7?lang=en` are one shape. */
function shape(address) {
  const url = new URL(address);
  const varying = (part) => /\d/.test(part) || part.length > 24 || /^[A-Z]{4,}$/.test(part);
  const path = url.pathname.split('/').map((part) => (varying(part) ? '*' : part)).join('/');
  const names = [...url.searchParams.keys()].filter((name) => name !== 'lang').sort();
  return { key: `${path}?${names}${url.searchParams.get('lang') === 'en' ? '&en' : ''}`, english: url.searchParams.get('lang') === 'en' };
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

async function linked(page) {
  const found = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href));
  return found.map((address) => address.split('#')[0])
    .filter((address) => address.startsWith(`${origin}/`) && !/\/sign-out\b/.test(address));
}

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
  let [opened, leftOut] = [0, 0];

  while (waiting.length) {
    const { address, from } = waiting.shift();
    const { key, english } = shape(address);
    const alike = shapes.get(key) ?? 0;
    if (alike >= (english ? 1 : 2)) continue;
    if (opened >= limit || Date.now() > deadline) { leftOut += 1; continue; }
    shapes.set(key, alike + 1);
    opened += 1;

    const name = `${role} ${address.slice(origin.length)}`;
    await steps.step(name, async () => {
      const answer = await visit(desktop, address);
      const path = new URL(address).pathname;
      const refusable = (from === 'sample' || refused.has(path)) && [401, 403, 404].includes(answer.status);
      if (refusable) refused.add(path);
      if (!answer.status || (answer.status >= 400 && !refusable)) throw new Error(`status ${answer.status}, linked from ${from}`);
      if (!answer.page) return;
      for (const next of await linked(desktop)) {
        if (!seen.has(next)) { seen.add(next); waiting.push({ address: next, from: address }); }
      }
      await check(desktop, name);
      if (opened % 5 === 1) { await visit(phone, address); await check(phone, name); }
      if (opened % 7 === 1) { await visit(plain, address); await check(plain, `${name} without scripts`); }
    });
  }
  console.log(`        ${role}: ${opened} addresses of ${shapes.size} shapes opened${leftOut ? `, ${leftOut} LEFT OUT by the limit` : ''}`);
  await Promise.all([desktop, phone, plain].map((page) => page.context().close()));
}

const steps = new Steps();
const browser = await visitors(home);
// The first account of each role: it owns the samples that a role can own.
const roles = [...new Map((accounts ?? []).toReversed().map((account) => [account.role, account])).values()].toReversed();
for (const account of [null, ...roles]) await walk(steps, browser, account);
await browser.close();
steps.end();
