// What scripts add to pages that work without them: the error summary takes focus, a form is sent once,
// and words that were typed are not lost by a slip.

const words = document.documentElement.lang === "en"
  ? { sending: "Sending …" }
  : { sending: "Skickar …" };

document.getElementById("error-summary")?.focus();

// The error summary's links lead to the field itself, label in view.
for (const link of document.querySelectorAll("#error-summary a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset, .field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

// A form is sent once. The button stays enabled and in focus; it says what is going on instead.
for (const form of document.querySelectorAll("form[method='post']")) {
  form.addEventListener("submit", (event) => {
    // What opens in a window of its own leaves the form where it is.
    if (event.submitter?.formTarget) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const said = document.createElement("p");
    said.className = "sending";
    said.setAttribute("role", "status");
    (event.submitter ?? form.lastElementChild ?? form).after(said);
    // Filled after it stands in the page: assistive technology announces the change.
    requestAnimationFrame(() => { said.textContent = words.sending; });
    // A load that was stopped or never came back must not leave a form that cannot be sent.
    setTimeout(() => again(form), 8000);
  });
}

function again(form) {
  delete form.dataset.sent;
  for (const said of form.querySelectorAll(".sending")) said.remove();
}

// Back from the next page: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) again(form);
});

// Forms that hold long words ask before they are left: `data-keep` on the form. What was refused is not kept anywhere else.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let touched = Boolean(form.querySelector("[aria-invalid]"));
  form.addEventListener("input", () => { touched = true; });
  addEventListener("beforeunload", (event) => {
    if (touched && !form.dataset.sent) event.preventDefault();
  });
}
