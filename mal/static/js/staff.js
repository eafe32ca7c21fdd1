// Keys for people who answer many requests. Every key presses something that stands on the page with data-key; the panel
// "Keyboard shortcuts" names them and switches them off for good in this browser.
"use strict";

const panel = document.querySelector("[data-keys]");
const onOff = panel.querySelector("input");
const rows = [...document.querySelectorAll("[data-row]")];
const TYPED_INTO = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

const rowHere = () => document.activeElement?.closest("[data-row]");

const announce = () => {
  for (const thing of document.querySelectorAll("[data-key]")) {
    if (onOff.checked) thing.setAttribute("aria-keyshortcuts", thing.dataset.key);
    else thing.removeAttribute("aria-keyshortcuts");
  }
};

const moveTo = (row) => {
  row?.querySelector("a").focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
};

const walk = (step) => {
  const at = rows.indexOf(rowHere());
  moveTo(rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]);
};

// Nobody reads a request quicker: a second tap meant for the page before must not answer the one that has just come.
const TIME_TO_LOOK = 600;
const shown = performance.now();

const press = (thing) => {
  if (thing.matches("[type=submit]") && performance.now() - shown < TIME_TO_LOOK) return;
  if (!thing.matches("details")) return thing.click();
  thing.open = true;
  thing.querySelector("select, textarea, input:not([type=hidden])").focus();
};

// A letter by what is printed on it; on a Cyrillic layout by where it lies.
const keyOf = (event) => (/^[a-z0-9?]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase());

const answer = (key) => {
  if (key === "?") {
    panel.open = !panel.open;
    panel.querySelector("summary").focus();
    return true;
  }
  if (rows.length && (key === "j" || key === "k")) {
    walk(key === "j" ? 1 : -1);
    return true;
  }
  const wanted = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const inRow = wanted.some((thing) => thing.closest("[data-row]"));
  const found = wanted.find((thing) => thing.closest("[data-row]") === (inRow ? rowHere() : null));
  // A key for a row, and no row chosen: go to the first one, do nothing yet.
  if (found) press(found);
  else if (inRow && !rowHere()) walk(1);
  return wanted.length > 0;
};

document.addEventListener("keydown", (event) => {
  const off = !onOff.checked || event.defaultPrevented || event.repeat || event.isComposing;
  const held = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key !== "?");
  if (off || held || event.target.closest(TYPED_INTO)) return;
  if (answer(keyOf(event))) event.preventDefault();
});

const kept = (deed) => {
  try {
    return deed();
  } catch {
    return null; // A browser that keeps nothing: the choice holds for this page.
  }
};

onOff.checked = kept(() => localStorage.getItem("mal-keys")) !== "off";
onOff.addEventListener("change", () => {
  kept(() => localStorage.setItem("mal-keys", onOff.checked ? "on" : "off"));
  announce();
});
announce();
panel.hidden = false;

for (const all of document.querySelectorAll("[data-ticks]")) {
  all.setAttribute("role", "button");
  all.addEventListener("click", (event) => {
    event.preventDefault();
    const boxes = [...document.querySelectorAll(`input[name="${all.dataset.ticks}"]`)];
    boxes.forEach((box) => { box.checked = true; });
    boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
    boxes[0].form.querySelector("button[type=submit]").focus();
  });
}

// What takes longer than a moment says so, and to those who listen as well.
document.addEventListener("submit", ({ submitter }) => {
  if (!submitter?.dataset.busy) return;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  submitter.after(said);
  const later = setTimeout(() => {
    said.textContent = submitter.dataset.busy;
    submitter.setAttribute("aria-disabled", "true");
  }, 400);
  window.addEventListener("pagehide", () => {
    clearTimeout(later);
    said.remove();
    submitter.removeAttribute("aria-disabled");
  }, { once: true });
});
