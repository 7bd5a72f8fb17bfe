// What is answered about a scanned code: a judgement (pure), and how it stands in the list.

const say = (sv, en) => (document.documentElement.lang === "en" ? en : sv);

/** A day given as days since 1970, or as 2026-09-01, in words. */
function day(value) {
  const date = typeof value === "number" ? new Date(value * 86400000) : new Date(`${value}T00:00:00Z`);
  return date.toLocaleDateString(say("sv-SE", "en-GB"), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** A moment in words, to the minute. */
const moment = (text) => new Date(text).toLocaleString(say("sv-SE", "en-GB"), {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});

/** The looks of an answer: colour and icon as everywhere else in the house. */
const looks = {
  valid: ["success", "check"], replaced: ["warning", "swap"], revoked: ["danger", "cross"], expired: ["neutral", "clock"],
  unknown: ["neutral", "question"], altered: ["danger", "cross"], foreign: ["neutral", "question"], signed: ["accent", "info"],
  ended: ["danger", "cross"], silent: ["neutral", "question"],
};

const words = {
  valid: () => say("Giltigt", "Valid"),
  replaced: () => say("Ersatt", "Replaced"),
  revoked: () => say("Återkallat", "Revoked"),
  expired: () => say("Utgånget", "Expired"),
  unknown: () => say("Okänt", "Unknown"),
  altered: () => say("Ändrat", "Altered"),
  foreign: () => say("Inte härifrån", "Not from here"),
  signed: () => say("Underskriften stämmer", "The signature holds"),
  ended: () => say("Gäller inte", "Not in force"),
  silent: () => say("Går inte att säga", "Cannot be told"),
};

/** Why the register did not answer. */
const why = {
  away: () => say("Registret nås inte just nu.", "The register cannot be reached just now."),
  hosts: () => say("Vi vet inte än vilka adresser som är våra.", "We do not know yet which addresses are ours."),
  busy: () => say("Registret svarar inte just nu: många frågor på kort tid.", "The register does not answer just now: many questions in a short time."),
};

const sentences = {
  valid: () => say("Det är äkta och gäller.", "It is genuine and in force."),
  replaced: (live) => say(
    `Det gäller inte längre. Det är ersatt av nummer ${live.replaced_by ?? "–"}. Be innehavaren om det nya.`,
    `It is no longer in force. It is replaced by number ${live.replaced_by ?? "–"}. Ask the holder for the new one.`,
  ),
  revoked: (live) => say(
    `Det är äkta men återkallades ${day(live.revoked_on)} och gäller inte längre.`,
    `It is genuine but was revoked on ${day(live.revoked_on)} and is no longer in force.`,
  ),
  expired: (live) => say(
    `Det är äkta men gällde till och med ${day(live.certificate.expires_on)}.`,
    `It is genuine but was in force until ${day(live.certificate.expires_on)}.`,
  ),
};

const altered = (sentence) => ({ kind: "altered", sentence });

/**
 * Judges one scan.
 *
 * `scan` is `{ signature, live, list, host }`: the verdict of the payload (`holds`, `altered`, `unknown-key` with `isFresh` where
 * the keys are those of today, `none` where the code carries none, `no-keys` where there are no keys to look with, `foreign` for
 * other hosts, `no-code` for other texts), the register's answer or the word why there is none, and what the last status list
 * says (`{ isRevoked, asOf }` or null).
 * Gives `{ kind, sentence }`; what is not known is said, never guessed.
 */
export function judge({ signature, live, list, host }) {
  if (signature.verdict === "no-code") {
    return { kind: "foreign", sentence: say("Det här är ingen intygskod.", "This is not the code of a certificate.") };
  }
  if (signature.verdict === "foreign") {
    return { kind: "foreign", sentence: say(
      `Koden leder till ${host}, som vi inte svarar för. Kontrollera den där, om du litar på dem.`,
      `The code leads to ${host}, which we do not answer for. Verify it there, if you trust them.`,
    ) };
  }
  if (signature.verdict === "altered") {
    return altered(say(
      "Underskriften i QR-koden stämmer inte: något är ändrat, eller så är koden någon annans. Lita inte på papperet.",
      "The signature in the QR code does not hold: something was altered, or the code is somebody else’s. Do not trust the paper.",
    ));
  }
  return typeof live === "string" ? withoutRegister(signature, live, list) : withRegister(signature, live);
}

function withRegister(signature, live) {
  if (live.state === "unknown") {
    return { kind: "unknown", sentence: signature.verdict === "holds"
      ? say("Underskriften stämmer, men registret har inget intyg med den koden. Papperet kan vara ändrat; fråga utfärdaren.",
        "The signature holds, but the register has no certificate with that code. The paper may be altered; ask the issuer.")
      : say("Det finns inget utfärdat intyg med den koden här.", "No certificate with that code has been issued here.") };
  }
  if (signature.verdict === "unknown-key" && signature.isFresh) {
    return altered(say(
      "QR-koden är undertecknad med en nyckel som inte är vår. Lita inte på papperet.",
      "The QR code is signed with a key that is not ours. Do not trust the paper.",
    ));
  }
  if (signature.verdict === "holds" && signature.facts.number !== live.certificate.number) {
    return altered(say(
      `Koden och underskriften hör till olika intyg (${live.certificate.number} och ${signature.facts.number}). Lita inte på papperet.`,
      `Code and signature belong to different certificates (${live.certificate.number} and ${signature.facts.number}). Do not trust the paper.`,
    ));
  }
  const said = [sentences[live.state](live), live.certificate.name_withheld];
  if (signature.verdict === "no-keys" || signature.verdict === "unknown-key") {
    said.push(say(
      "Underskriften i QR-koden gick inte att kontrollera den här gången; svaret är registrets.",
      "The signature in the QR code could not be looked at this time; the answer is the register’s.",
    ));
  }
  return { kind: live.state, sentence: said.filter(Boolean).join(" ") };
}

function withoutRegister(signature, reason, list) {
  const because = (why[reason] ?? why.away)();
  if (signature.verdict === "none" || signature.verdict === "no-keys") {
    return { kind: "silent", sentence: `${because} ${signature.verdict === "none"
      ? say("Koden har ingen underskrift att kontrollera. Försök igen när det går.", "The code has no signature to look at. Try again when it works.")
      : say("Utfärdarens nycklar är inte hämtade än. Öppna sidan en gång med nät.", "The issuer’s keys have not been fetched yet. Open the page once with a network.")}` };
  }
  if (signature.verdict === "unknown-key") {
    return { kind: "silent", sentence: `${because} ${say(
      "Koden är undertecknad med en nyckel som inte var känd när nycklarna hämtades. Försök igen när det går.",
      "The code is signed with a key that was not known when the keys were fetched. Try again when it works.",
    )}` };
  }
  if (!list) {
    return { kind: "signed", sentence: `${because} ${say(
      "Underskriften stämmer, så uppgifterna är våra. Om intyget fortfarande gäller är inte känt.",
      "The signature holds, so the facts are ours. Whether the certificate is still in force is not known.",
    )}` };
  }
  if (list.isRevoked) {
    return { kind: "ended", sentence: say(
      `Underskriften stämmer, men läget är från ${moment(list.asOf)}: då var intyget återkallat eller ersatt.`,
      `The signature holds, but it was revoked or replaced. Status as of ${moment(list.asOf)}.`,
    ) };
  }
  return { kind: "signed", sentence: `${because} ${say(
    `Läget är från ${moment(list.asOf)}: då var intyget varken återkallat eller ersatt. Ett slutdatum syns bara i registret.`,
    `Status as of ${moment(list.asOf)}: neither revoked nor replaced. A last day shows in the register only.`,
  )}` };
}

/** Label and value of what is shown: the register's facts where it answered, else those that are signed. */
export function facts({ signature, live, award, lang = document.documentElement.lang }) {
  const known = typeof live === "object" ? live.certificate : null;
  if (known) {
    const extent = lang === "en" ? `${known.days} of ${known.days_held} days` : `${known.days} av ${known.days_held} dagar`;
    return [
      [say("Nummer", "Number"), known.number],
      [say("Namn", "Name"), known.name ?? say("Visas inte", "Not shown")],
      [say("Utbildning", "Programme"), known.programme],
      ...(known.award ? [[say("Titel", "Title"), known.award]] : []),
      [say("Omfattning", "Extent"), extent],
      [say("Plats och tid", "Place and dates"), `${known.place}, ${day(known.from)} – ${day(known.to)}`],
      [say("Utfärdat", "Issued"), `${day(known.issued_on)}, ${known.issuer}`],
    ];
  }
  if (signature.verdict !== "holds") return [];
  const signed = signature.facts;
  return [
    [say("Nummer", "Number"), signed.number],
    [say("Namn", "Name"), signed.name ?? say("Står inte i koden", "Not in the code")],
    [say("Titel", "Title"), award?.[lang === "en" ? "en" : "sv"] ?? say("Okänd", "Unknown")],
    [say("Omfattning", "Extent"), `${signed.days} ${say("dagar", "days")}`],
    [say("Tid", "Dates"), `${day(signed.first)} – ${day(signed.last)}`],
  ];
}

function icon(key) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  picture.setAttribute("class", "icon");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${key}`);
  picture.append(use);
  return picture;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** The word of an answer. */
export const word = (judged) => words[judged.kind]();

/** Fills one item of the list; `href` leads to all that the register says. */
export function show(item, judged, rows, href) {
  const [tone, picture] = looks[judged.kind];
  item.className = "scanned answer";
  item.dataset.color = tone;
  item.dataset.kind = judged.kind;
  const heading = element("h3");
  heading.append(icon(picture), element("span", word(judged)));
  const list = element("dl");
  for (const [label, value] of rows) {
    const row = element("div");
    row.append(element("dt", label), element("dd", value));
    list.append(row);
  }
  const parts = [heading, element("p", judged.sentence)];
  if (rows.length) parts.push(element("p", say("Jämför med papperet:", "Compare with the paper:"), "compare"), list);
  if (href) {
    const link = element("a", say("Allt som står på intyget", "All that the certificate says"), "ds-link");
    link.href = href;
    parts.push(link);
  }
  item.replaceChildren(...parts);
}
