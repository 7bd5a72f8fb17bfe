// The trainer's day on a phone, with script: in a basement without signal, and when the server says no.
//
// What a tap promises is judged by the words on the page, and what arrived by the participant's history, which keeps every
// mark. The network is cut, held and bent by the browser; the answers that turn a mark down are the server's own.

import { Steps, check, demo, expectInConsole, fail, says, signIn, visitors } from './support.mjs';

const { address: home, accounts, samples } = demo();
const [first, second] = accounts.filter((one) => one.role === 'trainer');
const day = new URL(samples.day, home).pathname;
const steps = new Steps();
const browser = await visitors(home);

/** How long the page may take to say what is going on, in milliseconds: longer than one pause between two tries. */
const soon = 12_000;

const enter = async (account, options) => {
  const page = await browser.open({ device: 'phone', ...options });
  await signIn(page, account);
  await page.goto(day);
  return page;
};

/** Taps a person's mark as a thumb does: on the words, at the place where they are. */
const tap = (page, id, kind) => page.locator(`label[for="mark-${id}-${kind}"]`).tap();
const press = (page, words) => page.locator('.bar').getByRole('button', { name: words }).tap();

/** Waits until one of the bar's lines says it. */
async function told(page, line, words) {
  const found = page.locator(line, { hasText: words });
  await found.waitFor({ timeout: soon }).catch(async () =>
    fail(`'${line}' does not say '${words}' but '${await page.locator(line).allInnerTexts()}'`));
}

const saved = (page) => told(page, '.saved', /^Sparat \d/);
const unsaved = (page, count) => told(page, '.saved', new RegExp(`^Inte sparat än: ${count} markering`));
const trouble = (page, words) => told(page, '.trouble', words);

/** Fails unless this person's mark stands on the page as not saved. */
async function standsUnsaved(page, id, word) {
  const from = page.locator('.person', { has: page.locator(`#person-${id}`) }).locator('.from');
  const words = await from.evaluate((one) => getComputedStyle(one, '::after').content);
  if (!words.includes('Inte sparat') || !words.includes(word)) fail(`person ${id} stands as ${words}`);
}

/** Loads the page again and tells which mark stands for these people. */
async function standing(page, ...ids) {
  await page.goto(day);
  return Promise.all(ids.map((id) => page.locator(`[name="mark-${id}"]:checked`).evaluateAll((found) => found[0]?.value ?? '')));
}

/** Everything that was ever marked for a person on this day, newest first. */
async function history(page, id) {
  const other = await page.context().newPage();
  await other.goto(`${day}/participants/${id}`);
  const marks = await other.locator('section[aria-labelledby=history] tbody th').allInnerTexts();
  await other.close();
  return marks;
}

async function stands(page, expected) {
  const ids = Object.keys(expected);
  const seen = (await standing(page, ...ids)).join();
  if (seen !== Object.values(expected).join()) fail(`${Object.values(expected)} was marked, ${seen} stands`);
}

/** Counts the marks the page sends from here on. */
function countSent(page) {
  const sent = { count: 0 };
  page.on('request', (request) => { if (request.url().endsWith('/marks')) sent.count += 1; });
  return sent;
}

/** Changes what the next mark says on its way: the server then answers as it would to such a mark. */
const bend = (page, changes) => page.route('**/marks', (route) => {
  const body = new URLSearchParams(route.request().postData());
  for (const [name, value] of Object.entries(changes)) body.set(name, value);
  return route.continue({ postData: body.toString() });
});

try {
  const phone = await steps.must('the trainer opens the day on a phone', () => enter(first));
  let people = [];

  await steps.must('every mark is a target for a thumb', async () => {
    await check(phone, 'roster open');
    people = await phone.locator('.person input[value=present]').evaluateAll((all) => all.map((one) => one.name.slice(5)));
    const sizes = await phone.locator('.marks label').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    const small = sizes.filter((size) => size.height < 44 || size.width < 44 || size.right > 360);
    if (people.length < 12 || small.length) fail(`${people.length} people, ${small.length} small targets`);
  });
  const [a, b, c, d, e, f, g, h, i, j, k] = people;

  await steps.step('a tap is said to be saved only after the server has answered', async () => {
    let answer;
    await phone.route('**/marks', async (route) => {
      await new Promise((resolve) => { answer = resolve; });
      await route.continue();
    });
    await tap(phone, a, 'present');
    await unsaved(phone, 1);
    answer();
    await saved(phone);
    await phone.unroute('**/marks');
    await stands(phone, { [a]: 'present' });
  });

  await steps.step('each of the four marks takes one tap, and a part of the day its minutes', async () => {
    await tap(phone, a, 'present');
    await tap(phone, b, 'notified');
    await tap(phone, c, 'absent');
    await tap(phone, d, 'partial');
    await saved(phone);
    await phone.locator(`#minutes-${d}`).fill('200');
    await phone.locator(`#minutes-${d}`).blur();
    await saved(phone);
    await check(phone, 'roster marked');
    await stands(phone, { [a]: 'present', [b]: 'notified', [c]: 'absent', [d]: 'partial' });
    if (await phone.locator(`#minutes-${d}`).inputValue() !== '200') fail('the minutes were not kept');
  });

  await steps.step('a wrong mark is corrected by another tap, and both stay on record', async () => {
    await tap(phone, c, 'present');
    await saved(phone);
    await stands(phone, { [c]: 'present' });
    const marks = await history(phone, c);
    if (marks.join() !== 'Närvarande,Frånvarande') fail(`the history is ${marks}`);
  });

  await steps.step('a mark is undone on the page of the participant', async () => {
    await phone.locator(`#person-${b}`).tap();
    await phone.getByLabel('Ingen markering (ångra)').check();
    await check(phone, 'roster participant');
    await Promise.all([phone.waitForEvent('domcontentloaded'), phone.getByRole('button', { name: 'Spara markeringen' }).tap()]);
    await stands(phone, { [b]: '' });
  });

  await steps.step('impossible minutes are turned down in words, and right ones then saved', async () => {
    const sent = countSent(phone);
    expectInConsole(phone, /status of 4\d\d/);
    await phone.locator(`#minutes-${d}`).fill('4000');
    await phone.locator(`#minutes-${d}`).blur();
    await trouble(phone, 'Skriv hur många minuter deltagaren var med');
    await unsaved(phone, 1);
    await standsUnsaved(phone, d, 'Delvis');
    await check(phone, 'roster impossible minutes');
    await phone.locator(`#minutes-${d}`).fill('180');
    await phone.locator(`#minutes-${d}`).blur();
    await saved(phone);
    if (await phone.locator('.trouble').innerText()) fail('the trouble is still told');
    if (sent.count !== 2) fail(`${sent.count} marks sent instead of 2`);
  });

  await steps.step('without network the marks wait, the page says so, and each arrives once when it is back', async () => {
    expectInConsole(phone, /ERR_INTERNET_DISCONNECTED/);
    await phone.context().setOffline(true);
    await tap(phone, e, 'present');
    await trouble(phone, 'Ingen kontakt');
    await tap(phone, f, 'absent');
    await tap(phone, g, 'notified');
    await unsaved(phone, 3);
    await standsUnsaved(phone, f, 'Frånvarande');
    await check(phone, 'roster offline');
    await phone.context().setOffline(false);
    await saved(phone);
    await stands(phone, { [e]: 'present', [f]: 'absent', [g]: 'notified' });
    for (const id of [e, f, g]) {
      const marks = await history(phone, id);
      if (marks.length !== 1) fail(`the history is ${marks}`);
    }
  });

  await steps.step('many taps without network do not become a storm of tries', async () => {
    await phone.context().setOffline(true);
    await tap(phone, h, 'present');
    await trouble(phone, 'Ingen kontakt');
    for (const kind of ['absent', 'notified', 'absent', 'notified', 'present']) await tap(phone, h, kind);
    await unsaved(phone, 6);
    const sent = countSent(phone);
    await phone.waitForTimeout(6000);
    if (sent.count > 2) fail(`${sent.count} tries in 6 s`);
    await phone.context().setOffline(false);
    await saved(phone);
    await stands(phone, { [h]: 'present' });
  });

  await steps.step('a mark whose answer was lost on the way is not made twice', async () => {
    expectInConsole(phone, /ERR_FAILED/);
    await phone.route('**/marks', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await tap(phone, i, 'present');
    await trouble(phone, 'Ingen kontakt');
    await unsaved(phone, 1);
    await saved(phone);
    const marks = await history(phone, i);
    if (marks.length !== 1) fail(`the history is ${marks}`);
  });

  await steps.step('a busy server is tried again until it has the mark', async () => {
    expectInConsole(phone, /status of 503/);
    await phone.route('**/marks', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 });
    await tap(phone, i, 'absent');
    await unsaved(phone, 1);
    await saved(phone);
    await stands(phone, { [i]: 'absent' });
  });

  for (const [status, changes, said] of [
    [422, { participant: '999999' }, 'Personen är inte med i omgången längre'],
    [400, { kind: 'nonsense' }, 'Ladda om sidan och markera igen'],
  ]) {
    await steps.step(`a mark that the server answers with ${status} is not sent again, and stands as not saved`, async () => {
      expectInConsole(phone, /status of 4\d\d/);
      await bend(phone, changes);
      const sent = countSent(phone);
      await tap(phone, j, 'absent');
      await trouble(phone, said);
      await unsaved(phone, 1);
      await standsUnsaved(phone, j, 'Frånvarande');
      await check(phone, `roster turned down ${status}`);
      await phone.waitForTimeout(6000);
      if (sent.count !== 1) fail(`sent ${sent.count} times`);
      await phone.unroute('**/marks');
      await tap(phone, k, 'present');
      await unsaved(phone, 1);
      await stands(phone, { [j]: '', [k]: 'present' });
    });
  }

  await steps.step('leaving with a mark that is not saved asks first', async () => {
    expectInConsole(phone, /ERR_INTERNET_DISCONNECTED/);
    await phone.context().setOffline(true);
    await tap(phone, j, 'present');
    await trouble(phone, 'Ingen kontakt');
    const asked = phone.waitForEvent('dialog');
    await phone.close({ runBeforeUnload: true });
    const question = await asked;
    if (question.type() !== 'beforeunload') fail(`a ${question.type()} instead of a question`);
    await question.dismiss();
    await phone.context().setOffline(false);
    await saved(phone);
    await stands(phone, { [j]: 'present' });
  });

  await steps.step('signed out meanwhile, she signs in in a new tab, comes back, and the marks are saved', async () => {
    expectInConsole(phone, /status of 401/);
    await phone.context().clearCookies();
    const sent = countSent(phone);
    await tap(phone, j, 'notified');
    await trouble(phone, 'Logga in i en ny flik');
    await unsaved(phone, 1);
    await standsUnsaved(phone, j, 'Anmäld frånvaro');
    await check(phone, 'roster signed out');
    await phone.waitForTimeout(6000);
    if (sent.count !== 1) fail(`sent ${sent.count} times`);
    const tab = await phone.context().newPage();
    await signIn(tab, first);
    await tab.close();
    await press(phone, 'Spara');
    await saved(phone);
    await stands(phone, { [j]: 'notified' });
  });

  await steps.step('what waited is not saved in the name of somebody else who signs in', async () => {
    expectInConsole(phone, /status of 40[13]/);
    await phone.context().clearCookies();
    await tap(phone, j, 'absent');
    await trouble(phone, 'Logga in i en ny flik');
    const tab = await phone.context().newPage();
    await signIn(tab, second);
    await press(phone, 'Spara');
    await trouble(phone, 'Logga in som du själv');
    await unsaved(phone, 1);
    await check(phone, 'roster somebody else');
    await tab.context().clearCookies();
    await signIn(tab, first);
    await tab.close();
    await phone.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));   // She comes back to the tab.
    await saved(phone);
    await stands(phone, { [j]: 'absent' });
  });

  const other = await steps.step('two trainers mark at once; after a reload both see the same, and nothing is lost', async () => {
    const colleague = await enter(second);
    const before = await history(phone, a);
    await phone.goto(day);
    const both = async (page, ...marks) => { for (const [id, kind] of marks) await tap(page, id, kind); };
    await Promise.all([both(phone, [a, 'absent'], [b, 'present']), both(colleague, [a, 'notified'], [c, 'absent'])]);
    await Promise.all([saved(phone), saved(colleague)]);
    const [mine, theirs] = [await standing(phone, a, b, c), await standing(colleague, a, b, c)];
    if (mine.join() !== theirs.join() || mine.slice(1).join() !== 'present,absent') fail(`${mine} here, ${theirs} there`);
    const after = await history(phone, a);
    if (after.length !== before.length + 2) fail(`the history was ${before} and is ${after}`);
    return colleague;
  });

  await steps.step('all present fills in those without a mark and touches nobody else', async () => {
    await phone.goto(day);
    await press(phone, 'Alla närvarande');
    await told(phone, '.count', new RegExp(`^${people.length} av ${people.length}$`));
    await saved(phone);
    await stands(phone, { [c]: 'absent', [d]: 'partial', [f]: 'absent', [people.at(-1)]: 'present' });
    await check(phone, 'roster all present');
  });

  await steps.step('without script the same page marks by its button', async () => {
    const plain = await enter(first, { scripts: false });
    await plain.locator(`label[for="mark-${k}-absent"]`).tap();
    await Promise.all([plain.waitForEvent('domcontentloaded'), press(plain, 'Spara')]);
    await stands(plain, { [k]: 'absent' });
    await check(plain, 'roster without script');
    await plain.context().close();
  });

  await steps.step('in English the page says the same', async () => {
    const english = await enter(first, { language: 'en' });
    await english.goto(`${day}?lang=en`);
    expectInConsole(english, /ERR_INTERNET_DISCONNECTED/);
    await english.context().setOffline(true);
    await tap(english, k, 'present');
    await told(english, '.trouble', 'No contact');
    await told(english, '.saved', /^Not saved yet: 1 mark\.$/);
    await english.context().setOffline(false);
    await told(english, '.saved', /^Saved \d/);
    await english.context().close();
  });

  await steps.step('a mark that waited on a phone until the day was attested is told, not lost in silence', async () => {
    expectInConsole(phone, /ERR_INTERNET_DISCONNECTED/, /status of 422/);
    await phone.context().setOffline(true);
    await tap(phone, a, 'present');
    await trouble(phone, 'Ingen kontakt');
    phone.on('dialog', (dialog) => dialog.accept());
    await other.goto(`${day}/attest`);
    await check(other, 'roster attest');
    await Promise.all([other.waitForEvent('domcontentloaded'), other.getByRole('button', { name: /^Intyga/ }).tap()]);
    await phone.evaluate(() => { location.href = 'about:blank'; });
    await phone.waitForURL('about:blank');
    await phone.context().setOffline(false);
    await phone.goto(day);
    await trouble(phone, 'Dagen är intygad. Öppna deltagaren');
    await unsaved(phone, 1);
    await standsUnsaved(phone, a, 'Närvarande');
    await says(phone, 'Dagen är intygad');
    await check(phone, 'roster attested with a waiting mark');
  });
} finally {
  await browser.close();
  steps.end();
}
