// The real paper beside the form that dresses it: drawn anew whenever something in the form has changed.
const form = document.querySelector("[data-look]");
const draw = form?.querySelector("button[formtarget=draft]");

// Where no paper can be shown inside a page, as on most phones, there is nothing to keep up to date.
if (draw && navigator.pdfViewerEnabled !== false) {
  const redraw = () => {
    const chosen = form.querySelector("button[formtarget=draft][aria-pressed=true]") ?? draw;
    form.requestSubmit(chosen);
  };
  for (const button of form.querySelectorAll("button[formtarget=draft]")) {
    button.addEventListener("click", () => {
      for (const other of form.querySelectorAll("button[formtarget=draft]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    });
  }
  form.addEventListener("change", redraw);
  redraw();
}
