// Signing in with a second factor: with the code of an app, by connecting one, and from an invitation's letter to the first page.

import { Steps, check, connectApp, demo, fail, follow, fill, givePassword, linkIn, press, says, signIn, totp, visitors } from './support.mjs';

const { address: home, accounts } = demo();
const account = (role) => accounts.find((one) => one.role === role);
const steps = new Steps();
const browser = await visitors(home);

try {
  const phone = await browser.open({ device: 'phone' });
  const desk = await browser.open();
  const reader = await browser.open();
  const ida = { role: 'coordinator', email: 'ida.inbjuden@example.org', password: 'en alldeles egen mening' };

  await steps.must('a coordinator is asked for a code after the password, and a wrong one opens nothing', async () => {
    const karin = account('coordinator');
    await givePassword(phone, karin);
    await says(phone, 'Skriv engångskoden', 'Det här är exemplet: koden är just nu');
    if ((await phone.context().cookies()).length !== 1) fail('no half session');
    await fill(phone, { code: '000000' });
    await phone.locator('form:has(#code) [type=submit]').click();
    await says(phone, 'Koden stämmer inte.');
    await check(phone, 'signin code');
    const answer = await phone.request.get(`${home}/desk`, { maxRedirects: 0 });
    if (answer.status() !== 303) fail(`the desk answers ${answer.status()}`);
  });

  await steps.must('the example shows the code an app would, and a code leads to the desk', async () => {
    const adam = account('administrator');
    await givePassword(desk, adam);
    const shown = (await desk.locator('main').innerText()).match(/just nu (\d{6})/)?.[1];
    if (![totp(adam.totp_secret), totp(adam.totp_secret, Math.floor(Date.now() / 30_000) - 1)].includes(shown)) fail(`the example shows ${shown}`);
    await signIn(desk, adam);
    await says(desk, 'Behöver dig');
  });

  await steps.must('an administrator invites somebody', async () => {
    await follow(desk, 'Administration', 'nav.rooms');
    await follow(desk, 'Konton', 'main');
    await check(desk, 'signin accounts');
    await follow(desk, 'Bjud in någon', 'main');
    await fill(desk, { name: 'Ida Inbjuden', email: ida.email });
    await desk.getByLabel('Samordnare', { exact: true }).check();
    await check(desk, 'signin invite');
    await press(desk, 'Skicka inbjudan');
    await says(desk, 'Inbjudan är skickad.', 'Ida Inbjuden');
    await check(desk, 'signin account');
  });

  const visitor = await browser.open({ device: 'phone' });
  await steps.must('she chooses a password behind the link of her letter', async () => {
    const letter = await linkIn(reader, ida.email, '/invitations/');
    await reader.request.get(new URL(letter.href, home).href);   // A mail scanner opens it first.
    await visitor.goto(letter.href);
    await says(visitor, 'Välkommen, Ida Inbjuden');
    await check(visitor, 'signin invitation');
    await fill(visitor, { password: ida.password });
    await press(visitor, 'Ta emot inbjudan');
    await says(visitor, 'Inbjudan är mottagen.');
  });

  await steps.must('she connects an app by its key, keeps the recovery codes and stands at the desk', async () => {
    await givePassword(visitor, ida);
    await visitor.waitForURL(/\/sign-in\/enrol/);
    await visitor.locator('svg[role=img]').waitFor();
    const [cookie] = await visitor.context().cookies();
    if (!cookie?.httpOnly || !cookie?.secure) fail('the half session is no safe cookie');
    await check(visitor, 'signin enrol');
    await connectApp(visitor, ida);
    await check(visitor, 'signin recovery codes');
    const codes = await visitor.locator('main li code').allInnerTexts();
    if (codes.length !== 10 || new Set(codes).size !== 10) fail(`${codes.length} recovery codes`);
    await follow(visitor, 'Jag har sparat koderna', 'main');
    await says(visitor, 'Behöver dig');
    ida.recovery = codes[0];
  });

  await steps.step('without the phone a recovery code lets her in, once', async () => {
    const other = await browser.open();
    await givePassword(other, ida);
    await other.locator('summary').click();
    await fill(other, { recovery_code: ida.recovery });
    await press(other, 'Använd reservkoden');
    await says(other, 'Behöver dig');
    const third = await browser.open();
    await givePassword(third, ida);
    await third.locator('summary').click();
    await fill(third, { recovery_code: ida.recovery });
    await third.getByRole('button', { name: 'Använd reservkoden' }).click();
    await says(third, 'Reservkoden stämmer inte');
    await third.context().close();
    await other.goto('/account');
    await says(other, 'Mina enheter', 'Reservkoder kvar: 9');
    await check(other, 'signin own account');
    await press(other, 'Logga ut överallt utom här');
    await says(other, 'Alla andra enheter är utloggade.');
    await visitor.goto('/desk');
    if (!new URL(visitor.url()).pathname.startsWith('/sign-in')) fail('the phone is still signed in');
  });
} finally {
  await browser.close();
}
steps.end();
