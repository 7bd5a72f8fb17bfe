// The roster with script: every tap is sent at once, and waits on the device until the server has answered.
//
// Without contact it is sent again until it arrives. What the server turns down is not: it stays on the page as not saved,
// with what to do about it. A day attested meanwhile has no form, but what waited on this device is still told.

const roster = document.querySelector("[data-roster]");
const say = (sv, en) => (document.documentElement.lang === "en" ? en : sv);
const kinds = {
  present: say("Närvarande", "Present"), partial: say("Delvis", "Partly"),
  notified: say("Anmäld frånvaro", "Notified"), absent: say("Frånvarande", "Absent"),
};
// Milliseconds: how long an answer is waited for, and until the next try.
const patience = 15000, pause = 5000;
const troubles = {
  away: say("Ingen kontakt. De skickas när det går igen; låt sidan vara öppen.", "No contact. They are sent when it works again; keep the page open."),
  401: say("Du är utloggad. Logga in i en ny flik och kom tillbaka hit, så sparas de.", "You are signed out. Sign in in a new tab and come back here, and they are saved."),
  403: say("Du får inte markera här nu. Logga in som du själv i en ny flik och kom tillbaka hit.", "You may not mark here now. Sign in as yourself in a new tab and come back here."),
  refused: say("Servern tog inte emot markeringen. Ladda om sidan och markera igen.", "The server did not take the mark. Reload the page and mark again."),
};

if (roster) {
  const place = `marks-${roster.dataset.account}-${roster.dataset.day}`;
  const people = [...roster.querySelectorAll(".person")];
  const isOpen = (person) => !person.querySelector("input:checked, .kept");
  const isOf = (person) => (mark) => person.contains(document.getElementById(`person-${mark.participant}`));
  let waiting = [], busy = false, next, last = "", trouble = "";

  // A phone may forbid storage: then the marks wait on the page alone.
  try { waiting = JSON.parse(localStorage.getItem(place) ?? "[]"); } catch { /* none */ }

  const write = (part, words) => {
    const line = roster.querySelector(part);
    if (line && line.textContent !== words) line.textContent = words;   // Said again only when it is news.
  };

  const show = () => {
    try { localStorage.setItem(place, JSON.stringify(waiting.filter((mark) => !mark.refused))); } catch { /* as above */ }
    const n = waiting.length, why = trouble || waiting.findLast((mark) => mark.refused)?.refused || "";
    write(".count", `${people.filter((one) => !isOpen(one)).length} ${say("av", "of")} ${people.length}`);
    if (n) write(".saved", `${say("Inte sparat än", "Not saved yet")}: ${n} ${n === 1 ? say("markering", "mark") : say("markeringar", "marks")}.`);
    else if (last) write(".saved", `${say("Sparat", "Saved")} ${last}`);
    write(".trouble", why);
    for (const person of people) {
      const mark = why && waiting.findLast(isOf(person)), { dataset } = person.querySelector(".from");
      if (mark) dataset.unsaved = `${say("Inte sparat", "Not saved")}: ${kinds[mark.kind]}`;
      else delete dataset.unsaved;
    }
  };

  /** Sends the mark that has waited longest. Gives how long to wait before the next, or nothing: somebody must act first. */
  const deliver = async (mark) => {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams({ ...mark, account: roster.dataset.account });
    const signal = AbortSignal.timeout?.(patience);
    const answer = await fetch(roster.dataset.roster, { method: "POST", keepalive: true, headers, body, signal });
    if (answer.status >= 500) throw new Error("away");
    trouble = troubles[answer.status] ?? "";
    if (trouble) return undefined;
    if (answer.ok) {
      last = (await answer.json()).saved;
      waiting = waiting.filter((one) => one !== mark);
    } else {
      const told = answer.status === 422 ? await answer.json().catch(() => ({})) : {};
      mark.refused = told.refused ?? troubles.refused;
    }
    return 0;
  };

  const send = async () => {
    const mark = waiting.find((one) => !one.refused);
    if (busy || !mark) return;
    busy = true;
    clearTimeout(next);
    const wait = await deliver(mark).catch(() => {
      trouble = troubles.away;
      return pause;
    });
    busy = false;
    show();
    if (wait !== undefined) next = setTimeout(send, wait);
  };

  const tap = (radio) => {
    const participant = radio.name.slice(5), kind = radio.value;
    const minutes = kind === "partial" ? roster.elements[`minutes-${participant}`].value : "";
    const nonce = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
    waiting = waiting.filter((mark) => !mark.refused || mark.participant !== participant);
    waiting.push({ nonce, participant, kind, minutes });
    show();
    send();
  };

  for (const mark of waiting) {
    const radio = document.getElementById(`mark-${mark.participant}-${mark.kind}`);
    if (radio) radio.checked = true;
    if (radio && mark.minutes) roster.elements[`minutes-${mark.participant}`].value = mark.minutes;
  }
  roster.addEventListener("change", ({ target }) => {
    const radio = target.type === "radio" ? target : target.closest(".person").querySelector("[value='partial']");
    if (radio.checked) tap(radio);
  });
  // The form would say everything a second time: its buttons send what waits instead.
  document.addEventListener("submit", (event) => {
    if (event.target !== roster) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.submitter?.value === "all") {
      for (const radio of people.filter(isOpen).map((one) => one.querySelector("[value='present']"))) {
        radio.checked = true;
        tap(radio);
      }
    }
    send();
  }, true);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
  show();
  send();
}
