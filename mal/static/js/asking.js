// Comforts of asking for a room; every page works without them. Uses `button` of mal.js.
"use strict";

for (const place of document.querySelectorAll("[data-only-with]")) {
  const asks = place.closest("form").elements[place.dataset.onlyWith];
  const show = () => { place.hidden = asks.value === "0"; };
  asks.addEventListener("change", show);
  show();
}

for (const list of document.querySelectorAll("[data-less]")) {
  for (const field of list.querySelectorAll("input[type=number]")) {
    const step = (sign, words, move) => {
      const made = button(sign, () => { move(); field.value ||= 0; });
      made.setAttribute("aria-label", `${words}: ${field.labels[0].firstChild.textContent.trim()}`);
      return made;
    };
    const tools = document.createElement("span");
    tools.className = "stepper";
    const less = step("−", list.dataset.less, () => field.stepDown());
    const more = step("+", list.dataset.more, () => field.stepUp());
    field.replaceWith(tools);
    tools.append(less, field, more);
  }
}

for (const form of document.querySelectorAll("form[data-saves]")) {
  const said = form.querySelector("[data-said]");
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  let kept = typed();
  let timer = 0;
  let line = Promise.resolve();
  const say = (words) => { if (said.textContent !== words) said.textContent = words; };
  const save = async () => {
    const now = typed();
    if (now === kept) return;
    try {
      const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await fetch(form.dataset.saves, { method: "POST", headers, body: now, keepalive: true });
      if (!answer.ok) throw new Error(answer.status);
      say((await answer.json()).said);
      kept = now;
    } catch {
      say(form.dataset.unsaved);
    }
  };
  const queue = () => { line = line.then(save); };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(queue, 1500); });
  form.addEventListener("submit", () => { clearTimeout(timer); kept = typed(); });
  addEventListener("pagehide", save);
}
