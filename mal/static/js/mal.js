// Small comforts; every page works without them.
"use strict";

const button = (words, deed) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--quiet";
  made.textContent = words;
  made.addEventListener("click", () => deed(made));
  return made;
};

document.querySelector("[data-takes-focus]")?.focus();

for (const list of document.querySelectorAll("[data-select-all]")) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]:not(:disabled)")];
  if (boxes.length < 3) continue;
  const tools = document.createElement("div");
  tools.className = "series__tools";
  tools.append(
    button(list.dataset.selectAll, () => boxes.forEach((box) => { box.checked = !box.closest(".series__row--clash"); })),
    button(list.dataset.selectNone, () => boxes.forEach((box) => { box.checked = false; })),
  );
  list.querySelector("legend").after(tools);
}

for (const place of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const text = place.querySelector("code").textContent.trim();
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  place.append(button(place.dataset.copy, async () => {
    await navigator.clipboard.writeText(text);
    said.textContent = place.dataset.copied;
  }), said);
}

for (const place of document.querySelectorAll("[data-print]")) {
  place.append(button(place.dataset.print, () => window.print()));
}

for (const counting of document.querySelectorAll("[data-counts]")) {
  const boxes = [...document.querySelectorAll(`input[name="${counting.dataset.counts}"]`)].filter((box) => box.form === counting.form);
  if (boxes.length < 2) continue;
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    counting.textContent = counting.dataset.words.replace("{n}", ticked).replace("{all}", boxes.length);
  };
  document.addEventListener("change", count);
  document.addEventListener("click", count);
  window.addEventListener("pageshow", count);
}

for (const secret of document.querySelectorAll("[data-reveal]")) {
  const reveal = button(secret.dataset.reveal, () => {
    const hidden = secret.type === "password";
    secret.type = hidden ? "text" : "password";
    reveal.textContent = hidden ? secret.dataset.hide : secret.dataset.reveal;
  });
  reveal.classList.add("reveal");
  secret.after(reveal);
}

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
