// Two coordinators save the same form; the second sees both versions, keeps what was typed and decides. What they did stands in
// the journal, which an administrator reads and verifies; history, administration and public pages beside it.

import { Steps, check, demo, fail, fill, follow, press, says, signIn, visitors } from './support.mjs';

const { address: home, accounts } = demo();
const coordinator = accounts.find((one) => one.role === 'coordinator');
const administrator = accounts.find((one) => one.role === 'administrator');
const steps = new Steps();
const browser = await visitors(home);

const desk = await browser.open();
const other = await browser.open({ device: 'phone' });
await steps.must('a coordinator and an administrator sign in', async () => {
  await signIn(desk, coordinator);
  await signIn(other, administrator);
});

await steps.step('the second to save sees both versions and loses nothing', async () => {
  await desk.goto('/setup');
  await other.goto('/setup');
  await fill(desk, { signatory_title: 'ordförande i styrelsen' });
  await press(desk, 'Spara uppgifterna');
  await fill(other, { signatory_title: 'verksamhetschef' });
  await Promise.all([
    other.waitForEvent('domcontentloaded'),
    other.getByRole('button', { name: 'Spara uppgifterna', exact: true }).click(),
  ]);
  await says(other, 'Någon annan hann spara före dig', 'verksamhetschef', 'ordförande i styrelsen');
  const typed = await other.locator('#signatory_title').inputValue();
  if (typed !== 'verksamhetschef') fail(`what was typed is gone: ${typed}`);
  await check(other, 'conflict');
  await press(other, 'Spara uppgifterna');
  await desk.goto('/setup');
  const saved = await desk.locator('#signatory_title').inputValue();
  if (saved !== 'verksamhetschef') fail(`the second choice was not saved: ${saved}`);
});

await steps.step('both saves stand in the journal, which verifies', async () => {
  await other.goto('/administration');
  await check(other, 'administration');
  await follow(other, 'Händelselogg', 'main');
  await other.locator('main details summary').first().click();
  await other.locator('#event').selectOption('platform.set_up');
  await press(other, 'Visa');
  const entries = await other.locator('main tbody tr').count();
  if (entries < 2) fail(`only ${entries} entries`);
  await check(other, 'journal');
  await follow(other, 'Kontrollera kedjan', 'main');
  await says(other, 'Händelseloggen är som den skrevs');
  await check(other, 'journal verified');
});

await steps.step('a cohort has its history on a page of its own', async () => {
  await desk.goto('/desk/cohorts');
  await desk.locator('main a[href^="/desk/cohorts/"]:not([href$="/new"])').first().click();
  await desk.waitForLoadState();
  if (await desk.getByRole('link', { name: /Historik/ }).count() === 0) fail('no way to the history');
  await desk.getByRole('link', { name: /Historik/ }).first().click();
  await desk.waitForLoadState();
  await check(desk, 'history');
});

await steps.step('everybody reads how data, cookies and accessibility are handled, and says what is wrong', async () => {
  const visitor = await browser.open({ device: 'phone' });
  for (const [path, name] of [['/privacy', 'privacy'], ['/accessibility', 'accessibility'], ['/cookies', 'cookies'], ['/feedback', 'feedback']]) {
    await visitor.goto(path);
    await check(visitor, name);
  }
  await fill(visitor, { words: 'Kontrasten på kartan är låg i solen.' });
  await press(visitor, 'Skicka synpunkten');
  await says(visitor, 'Tack');
});

await steps.step('an administrator sees what is due, the register of processing and a person', async () => {
  for (const [path, name] of [['/retention', 'retention'], ['/processing', 'processing'], ['/desk/persons?q=a', 'persons'], ['/desk/unanswered', 'unanswered'], ['/accounts', 'accounts']]) {
    await other.goto(path);
    await check(other, name);
  }
});

await browser.close();
steps.end();
