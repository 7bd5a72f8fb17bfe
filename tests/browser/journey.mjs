// The whole journey, from a planned cohort to a scanned certificate and the work at home, as people make it.
//
// Scripts are off throughout. Staff sit at a desk; the applicant, her manager, the trainer and whoever verifies the
// certificate hold a phone. Every step goes through the pages and stands on the steps before it; every new page is checked.
// The QR code is read from the downloaded paper by poppler and zbar, as a stranger's scanner would.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Steps, check, demo, fail, fill, follow, inDays, linkIn, press, says, signIn, until, visitors } from './support.mjs';

const { address: home, accounts } = demo();
const account = (role) => accounts.find((one) => one.role === role);

/** Who makes the journey; the name has letters that a careless paper loses. */
const applicant = { name: 'Đặng Thị Ngọc', email: 'ngoc@example.org', municipality: 'Örkelljunga' };
const superior = { name: 'Åsa Öhrn', email: 'asa.ohrn@example.org' };
const cohorts = [
  { name: 'Resan A', code: 'RESA-A', place: 'Hässleholm', room: 'Kulturhuset, sal 3', capacity: '24', weeks: 8 },
  { name: 'Resan B', code: 'RESA-B', place: 'Lund', room: 'Stadshallen', capacity: '24', weeks: 10 },
];
const offer = { title: 'Barnrättsstrateg, resan', code: 'RESA' };

const steps = new Steps();
const browser = await visitors(home);
const scratch = mkdtempSync(path.join(tmpdir(), 'stafett-journey.'));
const enter = (device) => browser.open({ device, scripts: false });

try {
  const desk = await enter('desktop');
  const phone = await enter('phone');
  const reader = await enter('desktop');
  const chief = await enter('phone');
  const trainer = await enter('phone');
  const stranger = await enter('phone');
  let reference;
  let mine;
  let offerAt;
  let cohortAt;
  const dayAt = [];
  let code;

  await steps.must('1 the coordinator signs in', async () => {
    await desk.goto('/sign-in');
    await check(desk, 'journey sign-in');
    await signIn(desk, account('coordinator'));
    await desk.goto('/desk');
    await check(desk, 'journey desk');
  });

  for (const [index, cohort] of cohorts.entries()) {
    await steps.must(`1 ${cohort.name} is drafted with six suggested weekdays, one is changed, trainers are named`, async () => {
      await desk.goto('/desk/cohorts');
      if (!index) await check(desk, 'journey cohorts');
      await follow(desk, 'Planera en ny omgång');
      if (!index) await check(desk, 'journey new cohort');
      await desk.locator('#programme').selectOption({ index: 1 });
      await fill(desk, { from: inDays(7 * cohort.weeks), name: cohort.name, code: cohort.code, term: 'Resan' });
      await fill(desk, { place: cohort.place, room: cohort.room, capacity: cohort.capacity });
      await desk.locator('#languages').check();
      await press(desk, 'Föreslå dagar');
      const suggested = [];
      for (let number = 1; number <= 6; number += 1) suggested.push(await desk.locator(`#day-${number}`).inputValue());
      const weekend = suggested.filter((day) => [0, 6].includes(new Date(day).getUTCDay()));
      if (weekend.length || new Set(suggested).size !== 6) fail(`suggested ${suggested}`);
      if (!index) await check(desk, 'journey suggested days');
      const third = new Date(suggested[2]);
      third.setUTCDate(third.getUTCDate() - (third.getUTCDay() === 1 ? 3 : 1));   // Day 4 is often the day after.
      const changed = third.toISOString().slice(0, 10);
      await fill(desk, { 'day-3': changed, 'room-3': 'Biblioteket' });
      for (const box of await desk.locator('[name=trainers]').all()) await box.check();
      await press(desk, 'Spara omgången');
      if (await desk.locator('#day-3').inputValue() !== changed) fail('the changed day was not kept');
      if (!index) cohortAt = new URL(desk.url()).pathname.replace(/\/edit$/, '');
      if (!index) await check(desk, 'journey saved cohort');
    });
  }

  await steps.must('1 the offer is written, checked and published', async () => {
    await follow(desk, 'Skriv ett erbjudande', 'main');
    await check(desk, 'journey new offer');
    await fill(desk, { title: offer.title, code: offer.code });
    for (const cohort of cohorts) await desk.getByLabel(new RegExp(`^${cohort.name}`)).check();
    await fill(desk, {
      audience_sv: 'För dig som ska leda arbetet med barnets rättigheter hemma.',
      audience_en: 'For you who will lead the work with the rights of the child at home.',
      cost_sv: 'Utbildningen är avgiftsfri.', cost_en: 'The course is free of charge.',
      duty_sv: 'Du utbildar kollegor hemma.', duty_en: 'You train colleagues at home.',
      deadline_day: inDays(21), deadline_time: '17:00', reply_days: '10', guarantee: '1', cap: '3',
    });
    for (const name of ['Örkelljunga', 'Ystad', 'Simrishamn']) await desk.getByLabel(name, { exact: true }).check();
    await press(desk, 'Spara och granska');
    await says(desk, offer.title, 'Resan A', 'Resan B', 'Utbildningen är avgiftsfri.');
    await check(desk, 'journey check the offer');
    await press(desk, 'Publicera erbjudandet');
    await desk.goto('/desk/offers');
    await check(desk, 'journey offers');
    await follow(desk, offer.title);
    offerAt = new URL(desk.url()).pathname;
    await check(desk, 'journey published offer');
  });

  await steps.must('2 the applicant finds the offer on the start page', async () => {
    await phone.goto('/');
    await check(phone, 'journey start page');
    const link = phone.locator(`main a[href^="/offers/${offer.code}"]`).first();
    await Promise.all([phone.waitForEvent('domcontentloaded'), link.click()]);
    await says(phone, offer.title, 'Resan A', 'Resan B', 'Utbildningen är avgiftsfri.');
    await check(phone, 'journey open offer');
  });

  await steps.must('2 she applies question by question; a missing answer is told at its field', async () => {
    await follow(phone, 'Ansök om en plats');
    await check(phone, 'journey begin');
    await press(phone, 'Börja ansökan');
    const answers = [
      () => fill(phone, { name: applicant.name, email: applicant.email }),
      async () => {
        await phone.locator('#organisation').selectOption({ label: applicant.municipality });
        await fill(phone, { unit: 'Barn och utbildning' });
      },
      () => fill(phone, { role: 'Utvecklingsledare' }),
      () => fill(phone, { mandate: 'Jag leder kommunens arbetsgrupp på halvtid och utbildar nämndernas tjänstemän.' }),
      () => fill(phone, { manager_name: superior.name, manager_email: superior.email }),
      async () => {
        await phone.getByRole('combobox', { name: 'Resan A' }).selectOption({ index: 1 });
        await phone.getByRole('combobox', { name: 'Resan B' }).selectOption({ index: 2 });
      },
    ];
    for (const [index, answer] of answers.entries()) {
      await check(phone, `journey question ${index + 1}`);
      if (index === 2) {
        await Promise.all([phone.waitForEvent('domcontentloaded'), phone.getByRole('button', { name: 'Spara och fortsätt' }).click()]);
        await says(phone, 'En sak behöver rättas');
        await check(phone, 'journey question 3 unanswered');
      }
      await answer();
      await press(phone, 'Spara och fortsätt');
    }
  });

  await steps.must('2 she checks her answers, sends, and gets a reference', async () => {
    await says(phone, 'Kontrollera dina svar', applicant.name, applicant.municipality, superior.email, 'halvtid');
    await check(phone, 'journey check answers');
    await press(phone, 'Skicka ansökan');
    await says(phone, 'Ansökan är skickad', applicant.email);
    reference = (await phone.locator('.figure-large').innerText()).trim();
    if (!/^[0-9A-Z-]{4,}$/.test(reference)) fail('no reference');
    await check(phone, 'journey sent');
  });

  await steps.must('2 the letter leads to her application', async () => {
    await reader.goto('/dev/mailbox');
    await check(reader, 'journey mailbox');
    mine = (await linkIn(reader, applicant.email, '/my/')).href;
    await check(reader, 'journey letter');
    await phone.goto(mine);
    await says(phone, 'Min ansökan', offer.title);
    await check(phone, 'journey my application');
  });

  await steps.must('2 the manager confirms by the one-time link', async () => {
    await chief.goto((await linkIn(reader, superior.email, '/mandates/')).href);
    await says(chief, applicant.name, 'halvtid', 'Utbildningen är avgiftsfri.', 'Du utbildar kollegor hemma.', 'Resan A');
    await check(chief, 'journey mandate');
    await press(chief, 'Godkänn uppdrag och mandat');
    await says(chief, 'Du har godkänt uppdrag och mandat');
    await check(chief, 'journey mandate confirmed');
  });

  await steps.must('3 the coordinator sees the application and who has not applied', async () => {
    await desk.goto(offerAt);
    await says(desk, applicant.name, 'Har inte sökt', 'Ystad', 'Simrishamn');
    await check(desk, 'journey applications');
    await follow(desk, reference, 'section[aria-labelledby=applications] tbody');
    await says(desk, applicant.name, superior.name);
    await check(desk, 'journey application at the desk');
  });

  await steps.must('3 closing early is refused until it is confirmed', async () => {
    await desk.goto(offerAt);
    await Promise.all([desk.waitForEvent('domcontentloaded'), desk.getByRole('button', { name: 'Stäng erbjudandet' }).click()]);
    if (!await desk.locator('#error-summary').count()) fail('the offer closed early unasked');
    await check(desk, 'journey not closed');
    await desk.locator('#early').check();
    await press(desk, 'Stäng erbjudandet');
    await check(desk, 'journey closed offer');
  });

  await steps.must('3 everybody is offered a seat with one button', async () => {
    await press(desk, 'Erbjud alla plats');
    await says(desk, 'Platserna är fördelade');
    await check(desk, 'journey allocated offer');
    await follow(desk, 'Öppna protokollet');
    await says(desk, 'Alla behöriga fick plats', 'Hemligheten, nu visad');
    await check(desk, 'journey protocol');
  });

  await steps.must('3 she accepts by the link in the letter', async () => {
    const letter = await linkIn(reader, applicant.email, '/my/');
    if (!/plats/i.test(letter.subject)) fail(`the newest letter is '${letter.subject}'`);
    await check(reader, 'journey seat letter');
    mine = letter.href.split('?')[0];
    await phone.goto(mine);
    await says(phone, 'Du är erbjuden en plats', 'Resan A');
    await check(phone, 'journey offered seat');
    await press(phone, 'Tacka ja till platsen');
    await says(phone, 'Platsen är din');
    await check(phone, 'journey accepted seat');
  });

  await steps.must('4 the trainer finds the six days on a phone', async () => {
    await signIn(trainer, account('trainer'));
    await trainer.goto('/days');
    await check(trainer, 'journey my days');
    const days = trainer.locator('article.card', { hasText: 'Resan A' }).locator('h3 a');
    for (const link of await days.all()) dayAt.push(await link.getAttribute('href'));
    if (dayAt.length !== 6) fail(`${dayAt.length} days`);
  });

  await steps.must('4 she marks each of the six days', async () => {
    for (const [index, address] of dayAt.entries()) {
      await trainer.goto(address);
      await says(trainer, applicant.name, 'Dagen har inte varit än');
      if (!index) await check(trainer, 'journey roster');
      await trainer.locator(`label[data-state=${index === 3 ? 'absent' : 'present'}]`).click();
      await press(trainer, 'Spara');
      await says(trainer, '1 av 1', 'Sparat');
      if (!index) await check(trainer, 'journey marked roster');
    }
  });

  await steps.must('4 she corrects one mark and both stay on record', async () => {
    await trainer.goto(dayAt[1]);
    await follow(trainer, applicant.name);
    await check(trainer, 'journey participant of a day');
    await trainer.getByLabel('Anmäld frånvaro', { exact: true }).check();
    await fill(trainer, { reason: 'Fel rad vid uppropet' });
    await press(trainer, 'Spara markeringen');
    if (!trainer.url().includes('/participants/')) { await trainer.goto(dayAt[1]); await follow(trainer, applicant.name); }
    await says(trainer, 'Fel rad vid uppropet');
    await trainer.goto(dayAt[1]);
    await follow(trainer, applicant.name);
    await trainer.getByLabel('Närvarande', { exact: true }).check();
    await press(trainer, 'Spara markeringen');
    if (!trainer.url().includes('/participants/')) { await trainer.goto(dayAt[1]); await follow(trainer, applicant.name); }
    const marks = await trainer.locator('section[aria-labelledby=history] tbody tr').count();
    if (marks !== 3) fail(`${marks} marks on record instead of 3`);
    await check(trainer, 'journey corrected mark');
  });

  await steps.must('4 she attests the days', async () => {
    for (const [index, address] of dayAt.entries()) {
      await trainer.goto(address);
      await follow(trainer, 'Intyga dagen');
      if (!index) await check(trainer, 'journey attest');
      await press(trainer, 'Intyga dagen');
      await trainer.goto(address);
      await says(trainer, 'Dagen är intygad');
      if (!index) await check(trainer, 'journey attested roster');
    }
  });

  await steps.must('4 she hands in the assignment on her phone, and the trainer approves it', async () => {
    await phone.goto(mine);
    await follow(phone, /utkast till genomförandeplan/, 'section[aria-labelledby=my-assignments]');
    await check(phone, 'journey assignment');
    await phone.getByLabel('Jag skriver här').check();
    await fill(phone, { words: 'Nuläge, mål och tre steg det första året.' });
    await press(phone, 'Lämna in');
    await says(phone, 'Det du har lämnat in', 'Nuläge, mål och tre steg det första året.');
    await trainer.goto('/days');
    await follow(trainer, 'Resan A', 'section[aria-labelledby=assignments]');
    await check(trainer, 'journey assignments');
    await follow(trainer, 'Öppna', 'main');
    await trainer.getByLabel('Godkänn', { exact: true }).check();
    await press(trainer, 'Skicka svaret');
    await phone.goto(mine);
    await says(phone, 'Godkänd');
  });

  await steps.must('5 the rule is weighed, told in words, and decided', async () => {
    await desk.goto(cohortAt);
    await says(desk, applicant.name, 'Krav för intyg');
    await check(desk, 'journey cohort');
    await follow(desk, 'Besluta om kraven', 'main');
    await says(desk, 'Uppfyller kraven: 1', applicant.name);
    await check(desk, 'journey decide');
    await press(desk, 'Besluta om kraven');
    await desk.goto(`${cohortAt}/decide`);
    await says(desk, 'Beslutade: 1');
    await check(desk, 'journey decided');
  });

  await steps.must('5 the participant confirms how her name stands', async () => {
    await phone.goto(mine);
    await follow(phone, 'Bekräfta eller ändra namnet');
    await check(phone, 'journey name');
    await press(phone, 'Bekräfta namnet');
    await phone.goto(mine);
    await says(phone, 'Du har bekräftat namnet');
    await check(phone, 'journey before the certificate');
  });

  await steps.must('5 the coordinator issues the certificate', async () => {
    await desk.goto(`${cohortAt}/certificates`);
    await says(desk, applicant.name);
    await check(desk, 'journey certificates to issue');
    await Promise.all([desk.waitForEvent('domcontentloaded'), desk.getByRole('button', { name: /^Utfärda/ }).first().click()]);
    await desk.goto(`${cohortAt}/certificates`);
    await until(desk, desk.getByText('Alla utfärdade intyg är skrivna'));
    await check(desk, 'journey certificates issued');
  });

  await steps.must('6 the PDF is downloaded and its QR leads to the verification', async () => {
    await phone.goto(mine);
    const button = phone.getByRole('link', { name: 'Hämta intyget (PDF)' });
    await until(phone, button);
    await check(phone, 'journey my certificate');
    const [download] = await Promise.all([phone.waitForEvent('download'), button.click()]);
    const paper = path.join(scratch, 'certificate.pdf');
    await download.saveAs(paper);
    const bytes = readFileSync(paper);
    if (bytes.subarray(0, 4).toString('latin1') !== '%PDF') fail('not a PDF');
    if (bytes.length > 100_000) fail(`${bytes.length} bytes`);
    execFileSync('pdftoppm', ['-r', '150', '-gray', '-png', '-singlefile', paper, path.join(scratch, 'certificate')]);
    const read = execFileSync('zbarimg', ['--quiet', '--raw', path.join(scratch, 'certificate.png')], { stdio: ['ignore', 'pipe', 'ignore'] });
    const address = new URL(read.toString().trim().split('\n')[0]);
    // The paper may print its address in capitals, which makes a smaller code.
    if (address.origin.toLowerCase() !== new URL(home).origin) fail(`the QR leads to ${address}`);
    code = address.pathname.match(/^\/v\/([^/]+)$/i)?.[1] ?? fail(`the QR leads to ${address}`);
    await stranger.goto(address.href);
  });

  await steps.must('6 whoever scans it sees that it is valid, with what is printed', async () => {
    const paper = execFileSync('pdftotext', ['-layout', path.join(scratch, 'certificate.pdf'), '-']).toString();
    const number = paper.match(/[A-ZÅÄÖ]+-\d{4}-\d{4}/)?.[0] ?? fail('no number on the paper');
    if (!paper.includes(applicant.name)) fail('the name is not on the paper');
    await says(stranger, 'Giltigt', applicant.name, number, 'Barnrättsforum Skåne');
    await check(stranger, 'journey valid certificate');
    for (const letter of ['v', 'V']) {
      const answer = await stranger.goto(`/${letter}/${code}`);
      if (answer.status() !== 200) fail(`/${letter}/ answers ${answer.status()}`);
      await says(stranger, 'Giltigt');
    }
    const json = await stranger.request.get(`/v/${code}`, { headers: { Accept: 'application/json' } });
    const told = JSON.stringify(await json.json());
    if (!told.includes(applicant.name) || !/valid/i.test(told)) fail(`JSON tells ${told.slice(0, 300)}`);
  });

  await steps.must('6 an unknown code looks different', async () => {
    await stranger.goto(`/v/${code.slice(0, -1)}${code.endsWith('X') ? 'Y' : 'X'}`);
    if (/Giltigt/.test(await stranger.locator('h1').innerText())) fail('an unknown code is valid');
    await check(stranger, 'journey unknown certificate');
  });

  await steps.must('7 the graduate opens the plan', async () => {
    await phone.goto(mine);
    await follow(phone, 'Till genomförandeplanen');
    await check(phone, 'journey unopened plan');
    await press(phone, 'Öppna planen');
    await says(phone, `${applicant.municipality}: genomförandeplan`);
    await check(phone, 'journey plan');
  });

  const reached = () => phone.locator('section[aria-labelledby=milestones] tbody .chip').count();

  await steps.must('7 she tells a local training, and a milestone ticks', async () => {
    const before = await reached();
    await follow(phone, /[Uu]tbildning/, '#tell');
    await fill(phone, { day: inDays(0), title: 'Barnkonventionen i vardagen', officials: '18', politicians: '7', others: '2', minutes: '90' });
    await check(phone, 'journey tell a training');
    await press(phone, 'Spara det som hänt');
    await says(phone, 'Barnkonventionen i vardagen');
    const after = await reached();
    if (after <= before) fail(`${before} milestones before, ${after} after`);
    await check(phone, 'journey told training');
  });

  await steps.must('7 she tells a council decision, and a milestone ticks', async () => {
    const before = await reached();
    await follow(phone, /[Bb]eslut/, '#tell');
    await phone.locator('#body').selectOption({ index: 1 });
    await fill(phone, { day: inDays(0), title: 'Plan för barnets rättigheter', paragraph: '12', link: 'https://example.org/protokoll' });
    await check(phone, 'journey tell a decision');
    await press(phone, 'Spara det som hänt');
    await says(phone, 'Plan för barnets rättigheter');
    const after = await reached();
    if (after <= before) fail(`${before} milestones before, ${after} after`);
    await check(phone, 'journey told decision');
  });

  await steps.must('7 a trainer becomes coach, and the training is verified', async () => {
    await desk.goto('/plans');
    await check(desk, 'journey plans');
    await follow(desk, applicant.municipality, 'main');
    await check(desk, 'journey plan at the desk');
    await desk.locator('#coach').selectOption({ index: 1 });
    await press(desk, 'Spara coachen');
    await press(desk, 'Verifiera Barnkonventionen i vardagen');
    await says(desk, '27 deltagartillfällen', 'Utbildade här');
    await check(desk, 'journey coached plan');
  });

  await steps.must('7 the desk shows all 33 municipalities as tiles and a table', async () => {
    await desk.goto('/desk');
    const tiles = await desk.locator('.tiles .tile').count();
    const rows = await desk.locator('.map-and-table tbody tr').count();
    if (tiles !== 33 || rows !== 33) fail(`${tiles} tiles, ${rows} rows`);
    await check(desk, 'journey tiles');
  });

  await steps.must('8 the year stands beside the year before, and a number opens its rows', async () => {
    await desk.goto('/figures');
    await desk.locator('#year').selectOption('2012');
    await press(desk, 'Visa året');
    const heads = await desk.locator('section[aria-labelledby=k2] thead th').allInnerTexts();
    if (!heads.includes('2012') || !heads.includes('2011')) fail(`columns ${heads}`);
    await check(desk, 'journey figures 2012');
    await Promise.all([
      desk.waitForEvent('domcontentloaded'),
      desk.locator('section[aria-labelledby=k2] tbody tr').first().locator('td a').first().click(),
    ]);
    await says(desk, '2012: 46');
    const rows = await desk.locator('tbody tr').count();
    if (rows !== 46) fail(`46 trained, ${rows} rows`);
    await check(desk, 'journey rows of a figure');
  });

  await steps.must('8 the local training is counted this year, and the year prints on one page', async () => {
    const year = inDays(0).slice(0, 4);
    await desk.goto(`/figures?year=${year}`);
    if (!/\b27\b/.test(await desk.locator('section[aria-labelledby=k3] tbody').innerText())) fail('27 heads are not counted');
    await check(desk, 'journey figures this year');
    const paper = path.join(scratch, 'figures.pdf');
    await desk.pdf({ path: paper, format: 'A4', preferCSSPageSize: true, printBackground: true });
    const told = execFileSync('pdfinfo', [paper]).toString();
    if (!/^Pages:\s+1$/m.test(told)) fail(`printed on ${told.match(/^Pages:\s+(\d+)/m)?.[1]} pages`);
  });

  await steps.must('9 earlier graduates are taken over from a spreadsheet: errors per row, import, undo', async () => {
    await desk.goto('/desk/imports');
    await check(desk, 'journey paste');
    await fill(desk, { rows: 'namn\te-post\torganisation\tkurs\tår\nÖrjan Ek\torjan.ek@example.org\tYstad\tFörsta kursen\t2010\nUlla Ask\t\tIngenstans\t\t2010\n' });
    await press(desk, 'Granska raderna');
    await says(desk, '1 av 2 rader är felfria', 'Örjan Ek', 'Ingenstans');
    await check(desk, 'journey import preview');
    await press(desk, 'Importera 1 felfria rader');
    await check(desk, 'journey imported');
    await press(desk, 'Ångra importen');
    await says(desk, 'Importen ångrades');
    await check(desk, 'journey import undone');
  });

  await steps.must('9 lists are downloaded as XLSX', async () => {
    const lists = [[offerAt, 'Hämta som kalkylark'], [cohortAt, 'Hämta deltagarna (XLSX)'], [cohortAt, 'Hämta närvaron (XLSX)']];
    for (const [address, words] of lists) {
      await desk.goto(address);
      const [download] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('link', { name: words }).click()]);
      const bytes = readFileSync(await download.path());
      if (bytes.subarray(0, 2).toString('latin1') !== 'PK') fail(`'${words}' at ${address} gives no spreadsheet`);
    }
  });
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
  steps.end();
}
