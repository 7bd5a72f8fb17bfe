// The page where certificates are verified, with script: scans codes one after the other, each with its answer.
//
// Nothing that is scanned leaves the page but the code, which is looked up; the list is gone when the page is closed.

import { facts, judge, show, word } from "./answers.js";
import * as camera from "./camera.js";
import { companion, keysOf, statusList } from "./known.js";
import { address, verify } from "./payload.js";

const section = document.querySelector("[data-scan]");
const { lang } = document.documentElement;
const say = (sv, en) => (lang === "en" ? en : sv);
/** Milliseconds: how long an answer is waited for, how long before something else is tried beside it, and how long a code may rest
 * in sight without being asked again. */
const patience = 6000, slow = 3000, sight = 8000;

const ask = (path, headers = {}) => fetch(path, { headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout?.(patience) });

let known = null;

/**
 * Fetches the issuer's keys; with the network off the worker has those of the last time.
 *
 * Tells whether they are those of today: the worker marks what it has kept.
 */
async function learn() {
  try {
    const answers = await Promise.all(["stafett-keys", "did"].map((name) => ask(`/.well-known/${name}.json`)));
    const [words, keys] = await Promise.all(answers.map((answer) => (answer.ok ? answer.text() : "")));
    const read = await companion(words, await keysOf(keys));
    known = read ?? known;
    return Boolean(read) && !answers.some((answer) => answer.headers.has("Stafett-Kept"));
  } catch {
    return false;
  }
}

/** Lets the worker keep every status list as it stands now. */
const keep = async () => {
  await ready;
  for (const number of known?.lists ?? []) await ask(`/status/${number}`).catch(() => null);
};

/** What the register says of a code, or the word why it says nothing. */
async function register(code) {
  try {
    const answer = await ask(`/v/${code}?lang=${lang}`, { Accept: "application/json" });
    if (answer.status === 429) return "busy";
    const said = answer.status < 500 && await answer.json();
    // A network that asks for a sign-in answers with a page of its own.
    return typeof said?.state === "string" ? said : "away";
  } catch {
    return "away";
  }
}

/** What the last status list says of a place. */
async function lastStatus({ list: number, index }) {
  try {
    const answer = await ask(`/status/${number}`);
    const list = answer.ok && await statusList(await answer.text(), number, known.keys);
    return list ? { isRevoked: list.isRevoked(index), asOf: answer.headers.get("date") ?? list.signedAt } : null;
  } catch {
    return null;
  }
}

async function signatureOf({ payload, isWhole }) {
  if (payload === null) return { verdict: "none" };
  // The code is not signed; one that does not pass its own check never stood on a paper of ours.
  if (!isWhole) return { verdict: "altered" };
  if (!known) await learn();
  if (!known) return { verdict: "no-keys" };
  try {
    const found = await verify(payload, known.keys);
    if (found.verdict !== "unknown-key") return found;
    // A key that was made since the page was opened; that it is nobody's can only be said with the keys of today.
    const isFresh = await learn();
    return { ...await verify(payload, known.keys), isFresh };
  } catch {
    return { verdict: "no-keys" };
  }
}

/** Everything that is found out about the text of a code. */
async function examine(text) {
  await ready;
  const parts = address(text);
  if (!parts) return { signature: { verdict: "no-code" } };
  if (parts.host !== location.origin && !known) {
    await learn();
    // Whose host it is, the list of keys says; a guess would call our own papers somebody else's.
    if (!known) return { signature: { verdict: "no-keys" }, live: "hosts" };
  }
  if (parts.host !== location.origin && !known.hosts.includes(parts.host)) {
    return { signature: { verdict: "foreign" }, host: parts.host.replace(/^https?:\/\//, "") };
  }
  const asked = register(parts.code), tooLong = new Promise((resolve) => { setTimeout(resolve, slow); });
  const signature = await signatureOf(parts);
  // The last list is looked for while the register may still answer.
  const isSlow = typeof await Promise.race([asked, tooLong]) !== "object";
  const last = isSlow && signature.verdict === "holds" ? lastStatus(signature.facts) : null;
  const live = await asked, isSilent = typeof live === "string", list = isSilent ? await last : null;
  const award = known?.awards[signature.facts?.award];
  return { signature, live, list, award, href: !isSilent && live.certificate ? `/v/${parts.code}?lang=${lang}` : null };
}

/** The codes in the list: text to `{ item, at, isSilent }`. */
const scanned = new Map();

async function answer(text, entry) {
  const found = await examine(text);
  const judged = judge(found);
  const rows = ["altered", "foreign"].includes(judged.kind) ? [] : facts(found);
  entry.isSilent = typeof found.live === "string";
  show(entry.item, judged, rows, judged.kind === "altered" ? null : found.href);
  const number = rows[0]?.[1];
  section.querySelector("[data-said]").textContent = number ? `${word(judged)}: ${number}` : word(judged);
}

/** Puts a code into the list, the newest first; one that stays in sight is asked about once. */
function take(text) {
  const now = Date.now(), list = section.querySelector("[data-answers]");
  const before = scanned.get(text);
  if (before) {
    const isStillThere = now - before.at < sight;
    before.at = now;
    if (isStillThere) return;
  }
  const entry = before ?? { item: document.createElement("li") };
  entry.at = now;
  scanned.set(text, entry);
  if (!before) entry.item.className = "scanned";
  entry.item.textContent ||= say("Kontrollerar …", "Verifying …");
  list.prepend(entry.item);
  section.querySelector("[data-list]").hidden = false;
  navigator.vibrate?.(60);
  answer(text, entry);
}

/** The camera's button opens and closes it; what goes wrong is said beside it. */
function connectCamera() {
  const video = section.querySelector("video"), button = section.querySelector("[data-camera]");
  const said = section.querySelector("[data-said]");
  let stop = null;
  const shown = (isOpen) => {
    video.hidden = !isOpen;
    button.textContent = isOpen ? button.dataset.close : button.dataset.open;
  };
  button.addEventListener("click", async () => {
    if (stop) {
      stop();
      stop = null;
      shown(false);
      return;
    }
    said.textContent = say("Kameran öppnas …", "Opening the camera …");
    shown(true);
    try {
      stop = await camera.open(video, take);
      said.textContent = say("Håll QR-koden framför kameran.", "Hold the QR code before the camera.");
    } catch (error) {
      shown(false);
      if (error instanceof camera.NotLoaded) {
        said.textContent = unloaded();
        return;
      }
      said.textContent = error.name === "NotAllowedError"
        ? say("Kameran är inte tillåten. Tillåt den i webbläsaren, eller välj en bild i stället.", "The camera is not allowed. Allow it in the browser, or choose a picture instead.")
        : say("Kameran kan inte öppnas. Välj en bild i stället.", "The camera cannot be opened. Choose a picture instead.");
    }
  });
  if (!navigator.mediaDevices?.getUserMedia) button.hidden = true;
}

const unloaded = () => say(
  "Det som läser QR-koder kunde inte hämtas: nätet är för svagt. Ladda om sidan när det är bättre, eller skriv koden.",
  "What reads QR codes could not be fetched: the network is too weak. Load the page again when it is better, or type the code.",
);

/** What a picture says; a sentence about it where it says nothing. */
async function inPicture(file) {
  try {
    const texts = await camera.inFile(file);
    return texts.length ? { texts } : { sentence: say(
      `Ingen QR-kod hittades i ${file.name}. Ta bilden närmare och rakt framifrån.`,
      `No QR code was found in ${file.name}. Take the picture closer and straight from the front.`,
    ) };
  } catch (error) {
    return { sentence: error instanceof camera.NotLoaded
      ? unloaded()
      : say(`${file.name} går inte att läsa som bild.`, `${file.name} cannot be read as a picture.`) };
  }
}

function connectPictures() {
  const field = section.querySelector("#picture"), said = section.querySelector("[data-said]");
  field.addEventListener("change", async () => {
    for (const file of field.files) {
      const { texts = [], sentence } = await inPicture(file);
      for (const text of texts) {
        scanned.delete(text);
        take(text);
      }
      if (sentence) said.textContent = sentence;
    }
    field.value = "";
  });
}

const offline = () => { document.querySelector("[data-offline]").hidden = navigator.onLine; };

const ready = learn();
section.hidden = false;
connectCamera();
connectPictures();
offline();
addEventListener("offline", offline);
// What the register could not be asked about is asked as soon as it can be.
addEventListener("online", async () => {
  offline();
  await learn();
  for (const [text, entry] of scanned) if (entry.isSilent) answer(text, entry);
});
navigator.serviceWorker?.register("/verify/worker.js", { scope: "/verify" }).catch(() => null);
keep();
