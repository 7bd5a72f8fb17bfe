// The roster with script: every tap is sent at once, and waits on the device until the server has answered.

const form = document.querySelector("form[data-roster]");
const say = (sv, en) => (document.documentElement.lang === "en" ? en : sv);

if (form) {
  const place = `marks-${form.dataset.account}-${form.dataset.day}`;
  const people = [...form.querySelectorAll(".person")];
  const isOpen = (person) => !person.querySelector("input:checked, .kept");
  let waiting = [], busy = false, last = "", why = "";

  // A phone may forbid storage: then the marks wait on the page alone.
  try { waiting = JSON.parse(localStorage.getItem(place) ?? "[]"); } catch { /* none */ }

  const show = () => {
    try { localStorage.setItem(place, JSON.stringify(waiting.filter((mark) => !mark.refused))); } catch { /* as above */ }
    form.querySelector(".count").textContent = `${people.filter((one) => !isOpen(one)).length} ${say("av", "of")} ${people.length}`;
    const n = waiting.length, saved = form.querySelector(".saved");
    if (n) saved.textContent = `${say("Inte sparat än", "Not saved yet")}: ${n} ${n === 1 ? say("markering", "mark") : say("markeringar", "marks")}. ${why}`;
    else if (last) saved.textContent = `${say("Sparat", "Saved")} ${last}`;
  };

  const send = async () => {
    const mark = waiting.find((one) => !one.refused);
    if (busy || !mark) return;
    busy = true;
    let pause = 0;
    try {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await fetch(form.dataset.roster, { method: "POST", keepalive: true, headers, body: new URLSearchParams(mark) });
      if (answer.ok) {
        last = (await answer.json()).saved;
        waiting = waiting.filter((one) => one !== mark);
        why = "";
      } else if (answer.status === 422) {
        why = (await answer.json()).refused;
        mark.refused = true;
      } else {
        why = answer.status === 401 ? say("Logga in i en ny flik, så sparas de.", "Sign in in a new tab and they are saved.") : "";
        pause = 5000;
      }
    } catch { pause = 5000; }
    busy = false;
    show();
    setTimeout(send, pause);
  };

  const tap = (radio) => {
    const participant = radio.name.slice(5), kind = radio.value;
    const minutes = kind === "partial" ? form.elements[`minutes-${participant}`].value : "";
    const nonce = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
    waiting.push({ nonce, participant, kind, minutes });
    show();
    send();
  };

  for (const mark of waiting) {
    const radio = document.getElementById(`mark-${mark.participant}-${mark.kind}`);
    if (radio) radio.checked = true;
  }
  form.addEventListener("change", ({ target }) => {
    const radio = target.type === "radio" ? target : target.closest(".person").querySelector("[value='partial']");
    if (radio.checked) tap(radio);
  });
  // The form would say everything a second time: its buttons send what waits instead.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
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
  show();
  send();
}
