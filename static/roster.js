// The roster with script: every tap is sent at once and waits on the device until the server has answered.

const form = document.querySelector("form[data-roster]");
const english = document.documentElement.lang === "en";
const say = (sv, en) => (english ? en : sv);

if (form) {
  const place = `marks-${form.dataset.account}-${form.dataset.day}`;
  const count = form.querySelector(".count");
  const saved = form.querySelector(".saved");
  let waiting = [];
  let busy = false;
  let last = "";
  let why = "";

  // A phone may forbid storage: then the marks wait on the page alone.
  const keep = () => { try { waiting.length ? localStorage.setItem(place, JSON.stringify(waiting)) : localStorage.removeItem(place); } catch { /* on the page */ } };
  try { waiting = JSON.parse(localStorage.getItem(place) ?? "[]").filter((mark) => !mark.refused); } catch { /* none */ }

  const people = () => [...form.querySelectorAll(".person")];
  const show = () => {
    const marked = people().filter((each) => each.querySelector("input:checked, .kept")).length;
    count.textContent = `${marked} ${say("av", "of")} ${people().length}`;
    const n = waiting.length;
    if (n) saved.textContent = `${say("Inte sparat än", "Not saved yet")}: ${n} ${n === 1 ? say("markering", "mark") : say("markeringar", "marks")}. ${why}`;
    else if (last) saved.textContent = `${say("Sparat", "Saved")} ${last}`;
  };

  const send = async () => {
    const mark = waiting.find((each) => !each.refused);
    if (busy || !mark) return;
    busy = true;
    try {
      const { nonce, participant, kind, minutes } = mark;
      const answer = await fetch(form.dataset.roster, { method: "POST", keepalive: true, headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ nonce, participant, kind, minutes }) });
      if (answer.ok) {
        last = (await answer.json()).saved;
        waiting = waiting.filter((each) => each.nonce !== nonce);
        why = "";
      } else if (answer.status === 422) {
        mark.refused = true;
        why = (await answer.json()).refused;
      } else {
        why = answer.status === 401 ? say("Logga in i en ny flik, så sparas de.", "Sign in in a new tab and they are saved.") : "";
        throw new Error();
      }
      busy = false;
      send();
    } catch {
      busy = false;
      setTimeout(send, 5000);
    }
    keep();
    show();
  };

  const tap = (radio) => {
    const participant = radio.name.slice(5);
    const minutes = radio.value === "partial" ? form.elements[`minutes-${participant}`].value : "";
    const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    waiting.push({ nonce, participant, kind: radio.value, minutes });
    keep();
    show();
    send();
  };

  for (const mark of waiting) {
    const radio = document.getElementById(`mark-${mark.participant}-${mark.kind}`);
    if (radio) radio.checked = true;
  }
  form.addEventListener("change", ({ target }) => {
    if (target.type === "radio") return tap(target);
    const radio = target.closest(".person").querySelector("input[value='partial']");
    if (radio.checked) tap(radio);
  });
  // Saving the form would say everything a second time: the button sends what waits instead.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.submitter?.value === "all") {
      for (const each of people().filter((one) => !one.querySelector("input:checked, .kept"))) {
        const radio = each.querySelector("input[value='present']");
        radio.checked = true;
        tap(radio);
      }
    }
    send();
    show();
  }, true);
  addEventListener("online", send);
  addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
  show();
  send();
}
