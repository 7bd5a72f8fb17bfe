// Server: empty
//
// The first day of an installation: an empty database and one account, made on the command line.
//
// The coordinator says who runs the platform, begins with the example programme, takes over earlier graduates from a
// spreadsheet (with mistakes in it), undoes it, and downloads lists that a spreadsheet program can open.

import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { Steps, check, demo, expectInConsole, fail, fill, follow, inDays, press, says, signIn, visitors } from './support.mjs';

const { address: home, accounts: [coordinator] } = demo();
const steps = new Steps();
const browser = await visitors(home);

/** Sends the form that holds the button with these words, whatever the answer. */
const send = (page, words) => Promise.all([
  page.waitForEvent('domcontentloaded'),
  page.getByRole('button', { name: words, exact: true }).click(),
]);

/** The fields that the error summary names; it must have the focus. */
async function wrong(page) {
  if (await page.evaluate(() => document.activeElement?.id) !== 'error-summary') fail('the summary does not have the focus');
  return page.locator('#error-summary a').evaluateAll((all) => all.map((one) => one.hash.slice(1)));
}

/** The files in a ZIP archive, by name; read through its directory at the end, as a spreadsheet program does. */
function unpack(bytes) {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, nameLength, extra, comment, start] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const content = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const data = bytes.subarray(content, content + packed);
    files.set(name, (method ? inflateRawSync(data) : data).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

/** Follows a link that hands over a spreadsheet, and tells the words in its cells. */
async function cells(page, words) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: words }).click()]);
  if (!/\.xlsx$/.test(download.suggestedFilename())) fail(`the file is called ${download.suggestedFilename()}`);
  const files = unpack(readFileSync(await download.path()));
  for (const part of ['[Content_Types].xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml']) {
    if (!files.get(part)?.startsWith('<?xml')) fail(`${words}: no ${part} in ${[...files.keys()]}`);
  }
  return [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((found) => found[1]);
}

const columns = 'Namn\tE-post\tOrganisation\tKurs\tÅr';
const rows = [
  'Örjan Ek\torjan.ek@example.org\tYstad\tFörsta kursen\t2010',
  'Zoë Åkerlund\t\tEslöv\t\t2011',
  '\tingen@example.org\tYstad\t\t2011',
  'Ulla Ask\tinte-en-adress\tYstad\t\t2011',
  'Per Lund\t\tIngenstans\t\t2011',
  'Mia Sten\t\tYstad\t\ti fjol',
  'Olle 811218-9876\t\tYstad\t\t2011',
];

try {
  const visitor = await browser.open({ device: 'phone' });
  const desk = await browser.open();

  await steps.step('before anything is set up, visitors meet pages that make sense', async () => {
    expectInConsole(visitor, /status of 404/);
    for (const [address, name] of [['/', 'start'], ['/?lang=en', 'start in English'], ['/v', 'verify'], ['/sign-in', 'sign-in'], ['/new-link', 'new link'], ['/map', 'map'], ['/no-such-page', 'missing page']]) {
      const answer = await visitor.goto(address);
      if (answer.status() >= 400 && !['missing page', 'map'].includes(name)) fail(`${address} answers ${answer.status()}`);
      if (answer.status() >= 500) fail(`${address} answers ${answer.status()}`);
      await check(visitor, `empty ${name}`);
    }
  });

  await steps.must('a wrong password is told, the address is kept, and the right one opens the desk', async () => {
    expectInConsole(desk, /status of 4\d\d/);
    await desk.goto('/sign-in');
    await fill(desk, { email: coordinator.email, password: 'inte-det-rätta' });
    await send(desk, 'Logga in');
    if (await desk.locator('#email').inputValue() !== coordinator.email) fail('the address is lost');
    await check(desk, 'empty wrong password');
    await signIn(desk, coordinator);
    await desk.goto('/desk');
    await check(desk, 'empty desk');
  });

  await steps.step('every room of an empty house says what will stand there', async () => {
    for (const room of ['/desk', '/desk/cohorts', '/desk/cohorts/new', '/desk/offers', '/desk/offers/new', '/desk/certificates', '/desk/imports', '/plans', '/figures']) {
      const answer = await desk.goto(room);
      if (answer.status() >= 400) fail(`${room} answers ${answer.status()}`);
      await check(desk, `empty room ${room}`);
    }
  });

  await steps.must('the desk leads to where one says who runs the platform', async () => {
    await desk.goto('/desk');
    await Promise.all([desk.waitForEvent('domcontentloaded'), desk.locator('main a[href^="/setup"]').first().click()]);
    await check(desk, 'empty setup');
    await fill(desk, { name: 'Barnrättsnätet', issuer_code: 'för lång kod', contact_email: 'ingen adress' });
    await send(desk, 'Spara uppgifterna');
    const fields = await wrong(desk);
    for (const field of ['region', 'issuer_name', 'issuer_code', 'contact_email']) if (!fields.includes(field)) fail(`${field} is not among ${fields}`);
    if (await desk.locator('#name').inputValue() !== 'Barnrättsnätet') fail('the name is lost');
    await check(desk, 'empty setup refused');
    await fill(desk, {
      region: 'Skåne', issuer_name: 'Barnrättsnätet i Skåne', issuer_code: 'BRN', signatory_name: 'Åsa Öhrn', signatory_title: 'ordförande',
      contact_email: 'fragor@example.org',
    });
    await press(desk, 'Spara uppgifterna');
  });

  await steps.must('she begins with the example programme, which brings no people', async () => {
    await desk.goto('/setup');
    await check(desk, 'empty setup step two');
    await press(desk, 'Börja med exempelprogrammet');
    await says(desk, 'Allt är på plats');
    await check(desk, 'empty set up');
    await visitor.goto('/');
    await says(visitor, 'Barnrättsnätet');
    await check(visitor, 'empty start of a platform with a name');
    await desk.goto('/desk');
    const tiles = await desk.locator('.tiles .tile').count();
    if (tiles !== 33) fail(`${tiles} tiles`);
    await check(desk, 'empty desk set up');
    await desk.goto('/figures');
    await check(desk, 'empty figures');
  });

  await steps.must('a spreadsheet with mistakes is previewed row by row, and nothing is stored yet', async () => {
    await desk.goto('/desk/imports');
    await send(desk, 'Granska raderna');
    if ((await wrong(desk)).join() !== 'rows') fail('an empty paste is not told');
    await check(desk, 'empty nothing pasted');
    await fill(desk, { rows: [columns, ...rows].join('\n') });
    await press(desk, 'Granska raderna');
    await says(desk, '2 av 7 rader är felfria', 'Inget är sparat än');
    const outcomes = await desk.locator('tbody tr td:last-child').allInnerTexts();
    const sound = outcomes.filter((words) => words.includes('Felfri')).length;
    if (outcomes.length !== 7 || sound !== 2) fail(`the rows say ${outcomes}`);
    await check(desk, 'empty import preview');
  });

  await steps.must('the sound rows are imported once, however often they are pasted', async () => {
    await press(desk, 'Importera 2 felfria rader');
    await says(desk, '2 utbildade är registrerade');
    await check(desk, 'empty imported');
    await desk.goto('/desk/imports');
    await fill(desk, { rows: rows.slice(0, 2).join('\n') });
    await press(desk, 'Granska raderna');
    await says(desk, '0 av 2 rader är felfria');
    await check(desk, 'empty imported twice');
  });

  await steps.must('they count as trained, and a number leads to them', async () => {
    await desk.goto('/figures?year=2011');
    await Promise.all([desk.waitForEvent('domcontentloaded'), desk.locator('section[aria-labelledby=k2] tbody tr').first().locator('td a').first().click()]);
    await says(desk, 'Zoë Åkerlund');
    await check(desk, 'empty rows of a figure');
  });

  await steps.must('the whole import is undone, and the people are gone', async () => {
    await desk.goto('/desk/imports');
    await desk.locator('section[aria-labelledby=earlier] tbody a').first().click();
    await press(desk, 'Ångra importen');
    await says(desk, 'Importen ångrades');
    await check(desk, 'empty import undone');
    await desk.goto('/desk/imports');
    await says(desk, 'Ångrad');
    await fill(desk, { rows: rows.slice(0, 2).join('\n') });
    await press(desk, 'Granska raderna');
    await says(desk, '2 av 2 rader är felfria');
  });

  let cohort;
  let offer;
  await steps.must('the first cohort and its offer are made, and the list of applications opens as a spreadsheet', async () => {
    await desk.goto('/desk/cohorts/new');
    await desk.locator('#programme').selectOption({ index: 1 });
    await fill(desk, { from: inDays(70), name: 'Första omgången', code: 'BRN-1', term: 'Våren', place: 'Lund', room: 'Salen', capacity: '20' });
    await desk.locator('#languages').check();
    await press(desk, 'Föreslå dagar');
    await check(desk, 'empty suggested days without a trainer');
    await press(desk, 'Spara omgången');
    await check(desk, 'empty first cohort');
    cohort = new URL(desk.url()).pathname.replace(/\/edit$/, '');
    await follow(desk, 'Skriv ett erbjudande', 'main');
    await fill(desk, {
      title: 'Första utbildningen', code: 'BRN-FORSTA', audience_sv: 'För dig.', audience_en: 'For you.', cost_sv: 'Inget.', cost_en: 'Nothing.',
      duty_sv: 'Du utbildar hemma.', duty_en: 'You train at home.', deadline_day: inDays(14), deadline_time: '17:00', reply_days: '7',
      guarantee: '1', cap: '2',
    });
    await desk.getByLabel(/^Första omgången/).check();
    await desk.getByLabel('Ystad', { exact: true }).check();
    await press(desk, 'Spara och granska');
    await press(desk, 'Publicera erbjudandet');
    await desk.goto('/desk/offers');
    await follow(desk, 'Första utbildningen');
    offer = new URL(desk.url()).pathname;
    await check(desk, 'empty first offer');
    const heads = await cells(desk, 'Hämta som kalkylark');
    if (!heads.includes('Referens') || !heads.includes('Namn')) fail(`the list of applications holds ${heads}`);
    await visitor.goto('/');
    await says(visitor, 'Första utbildningen');
    await check(visitor, 'empty start with its first offer');
  });

  await steps.must('somebody who phoned is registered, seated and answers by phone, and the cohort lists open as spreadsheets', async () => {
    await desk.goto(cohort);
    await check(desk, 'empty cohort without participants');
    await desk.goto(`${offer}/register`);
    await desk.getByLabel('Telefon').check();
    await desk.getByLabel('Svenska').check();
    await desk.locator('#organisation').selectOption({ label: 'Ystad' });
    await fill(desk, {
      name: 'Ulla Ring', email: 'ulla.ring@example.org', role: 'Handläggare', mandate: 'Berättade om uppdraget.',
      manager_name: 'Per Ask', manager_email: 'per.ask@example.org',
    });
    await press(desk, 'Registrera ansökan');
    await desk.locator('section[aria-labelledby=record]').getByLabel('Telefon').check();
    await fill(desk, { from: 'Per Ask', on: inDays(0) });
    await press(desk, 'Registrera mandatet');
    await desk.goto(offer);
    await desk.locator('#early').check();
    await press(desk, 'Stäng erbjudandet');
    await press(desk, 'Erbjud alla plats');
    await follow(desk, 'Registrera svar', 'main');
    await check(desk, 'empty record an answer');
    await send(desk, 'Registrera svaret');
    if (!(await wrong(desk)).includes('answer')) fail('a missing answer is not told');
    await check(desk, 'empty record no answer');
    await desk.getByLabel('Tackar ja till platsen').check();
    await desk.getByLabel('Telefon').check();
    await press(desk, 'Registrera svaret');
    await desk.goto(cohort);
    for (const list of ['Hämta deltagarna (XLSX)', 'Hämta närvaron (XLSX)']) {
      const words = await cells(desk, list);
      if (!words.includes('Namn') || !words.includes('Ulla Ring')) fail(`'${list}' holds ${words}`);
    }
    await check(desk, 'empty cohort with its first participant');
  });
} finally {
  await browser.close();
  steps.end();
}
