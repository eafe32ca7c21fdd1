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
