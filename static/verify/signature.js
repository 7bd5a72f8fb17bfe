// The page that the QR leads to: what stands behind the # never reached the server, so its signature is looked at here. The
// register has answered already; this tells whether the QR was made by us, and for this very certificate.

const place = document.querySelector("[data-signature]");
const say = (sv, en) => (document.documentElement.lang === "en" ? en : sv);

/** What an address carries behind its #: no place on this page, and no text that a browser was to look for. */
function carried() {
  const [text] = location.hash.slice(1).split(":~:");
  try {
    return document.getElementById(decodeURIComponent(text)) ? "" : text;
  } catch {
    return text;
  }
}

const payload = carried();

/** Who changes the language, skips to the content or loads the page again must not lose what the QR carried. */
function keep() {
  for (const link of document.querySelectorAll("a[hreflang]")) if (/^\/v\//i.test(link.pathname)) link.hash = payload;
  addEventListener("hashchange", () => {
    const other = carried();
    if (other && other !== payload) location.reload();
    else history.replaceState(history.state, "", `#${payload}`);
  });
}

async function told() {
  const [{ verify }, { keysOf }] = await Promise.all([import("./payload.js"), import("./known.js")]);
  const keys = await keysOf(await (await fetch("/.well-known/did.json", { credentials: "omit" })).text());
  if (!keys.length) return null;
  const { verdict, facts } = await verify(payload, keys);
  const { number } = place.dataset;
  if (verdict !== "holds") {
    return ["danger", say(
      "Underskriften i QR-koden stämmer inte: något är ändrat, eller så är koden inte vår. Lita inte på papperet.",
      "The signature in the QR code does not hold: something was altered, or the code is not ours. Do not trust the paper.",
    )];
  }
  if (!number) return null;
  return facts.number === number
    ? ["success", say("QR-koden är undertecknad av oss, för det här intyget.", "The QR code is signed by us, for this certificate.")]
    : ["danger", say(
      `QR-koden är undertecknad för ett annat intyg, ${facts.number}. Lita inte på papperet.`,
      `The QR code is signed for another certificate, ${facts.number}. Do not trust the paper.`,
    )];
}

/**
 * A paper that was altered must not bear the word of another as its largest: what the register says of the code moves below.
 *
 * What is read aloud begins with the new word, too, for who listens has heard the old one already.
 */
function warn(answer, sentence) {
  const word = answer.querySelector("h1 span"), lead = answer.querySelector(".lead"), aloud = document.createElement("span");
  const before = `${say("Registret säger om själva koden", "The register says of the code itself")}: ${word.textContent}. ${lead.textContent}`;
  answer.dataset.color = "danger";
  answer.querySelector("use").setAttribute("href", "#i-cross");
  [word.textContent, lead.textContent] = [say("Ändrat", "Altered"), sentence];
  document.title = [word.textContent, ...document.title.split(" – ").slice(1)].join(" – ");
  aloud.className = "aloud";
  aloud.textContent = `${word.textContent}. ${sentence} `;
  place.dataset.color = "neutral";
  place.replaceChildren(aloud, before);
}

if (place && payload) {
  keep();
  // Where nothing can be looked at, nothing is said: the register's answer stands.
  const found = await told().catch(() => null);
  if (found) {
    const [tone, sentence] = found;
    // Shown before it is filled: what appears together with its words is not read aloud everywhere.
    place.hidden = false;
    if (tone === "danger") warn(document.querySelector(".answer"), sentence);
    else [place.dataset.color, place.textContent] = found;
  }
}
