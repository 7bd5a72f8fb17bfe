// Links that work once, and a guest trainer's day: a mail scanner opens a link twice and its owner presses the button; the
// letter's code; a phone that is remembered; a day link on a phone.

import { Steps, check, demo, fail, fill, linkIn, press, says, signIn, until, visitors } from './support.mjs';

const { address: home, accounts, samples } = demo();
const participant = accounts.find((one) => one.role === 'participant');
const coordinator = accounts.find((one) => one.role === 'coordinator');
const steps = new Steps();
const browser = await visitors(home);

/** Asks for the letter on `page`; gives link and code as the mailbox shows them. */
async function letter(page) {
  const reader = await browser.open();
  await reader.goto('/dev/mailbox');
  const newest = reader.locator('tbody tr', { hasText: participant.email }).first();
  const before = (await newest.count()) ? await newest.locator('a').first().getAttribute('href') : '';
  await page.goto('/my');
  await fill(page, { email: participant.email });
  await press(page, 'Skicka brevet');
  // The form is answered before anybody looks whose the address is: a job writes the letter.
  await until(reader, newest.locator(`a:not([href="${before}"])`));
  const { href } = await linkIn(reader, participant.email, '/in/');
  const code = (await reader.locator('.letter').innerText()).match(/\b(\d{3}) (\d{3})\b/);
  await reader.context().close();
  return { href, code: code ? `${code[1]}${code[2]}` : fail('no code in the letter') };
}

await steps.must('a scanner opens a link twice, then its owner presses the button', async () => {
  const link = new URL(participant.sign_in_link, home);
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    const answer = await fetch(link, { method });
    if (answer.status !== 200 || answer.headers.get('set-cookie')) fail(`${method}: ${answer.status}`);
  }
  const page = await browser.open();
  await page.goto(link.href);
  await check(page, 'link with a button');
  await signIn(page, participant);
  await says(page, 'Min sida', 'Mina enheter');
  await check(page, 'my page');
  const stranger = await browser.open();
  await stranger.goto(link.href);
  await says(stranger, 'Länken går inte att använda');
  await check(stranger, 'used link');
});

await steps.step('the code of the letter lets in on the page that asked', async () => {
  const page = await browser.open();
  await page.goto('/my');
  await check(page, 'asking for the letter');
  const { code } = await letter(page);
  await check(page, 'typing the code');
  await fill(page, { code });
  await press(page, 'Logga in');
  await says(page, 'Min sida');
});

await steps.step('a remembered phone keeps its session when the browser is closed', async () => {
  const page = await browser.open({ device: 'phone' });
  const { href } = await letter(page);
  await page.goto(href);
  await page.locator('#remember').check();
  await press(page, 'Logga in');
  await says(page, 'Inloggad till');
  const [cookie] = await page.context().cookies();
  if (cookie.expires * 1000 < Date.now() + 86_400_000) fail(`the cookie lasts until ${cookie.expires}`);
});

await steps.step('a guest opens the day link on a phone and marks somebody', async () => {
  const desk = await browser.open();
  await signIn(desk, coordinator);
  const day = samples.day.split('/').pop();
  await desk.goto('/desk/cohorts');
  await desk.getByRole('link', { name: 'Pågående omgång' }).first().click();
  await desk.locator(`a[href*="/days/${day}/links"]`).click();
  await press(desk, 'Lämna ut en daglänk');
  await check(desk, 'day link to print');
  const address = await desk.locator('main code').innerText();
  const guest = await browser.open({ device: 'phone' });
  await guest.goto(new URL(address).pathname);
  await check(guest, 'day link');
  await fill(guest, { name: 'Gun Gäst' });
  await press(guest, 'Öppna dagens lista');
  await says(guest, 'Du markerar som gäst');
  await guest.locator('label[data-state="present"]').first().click();
  await guest.locator('.saved', { hasText: 'Sparat' }).waitFor();
  await guest.reload();
  await says(guest, '1 av');
});

await browser.close();
steps.end();
