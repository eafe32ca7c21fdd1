// What a page is asked once it stands in Chromium. Each probe gives faults as sentences; nothing for a good page.
(() => {
  const STEERED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=button]";
  const TOUCH = 44;
  const TICKED = ["checkbox", "radio"];

  const short = (el) => `<${el.tagName.toLowerCase()} class="${el.getAttribute("class") ?? ""}"> "${(el.innerText || el.value || el.getAttribute("aria-label") || "").trim().slice(0, 40)}"`;
  const style = (el, part) => getComputedStyle(el, part);
  const hidden = (el) => el.closest(".visually-hidden, [hidden]") !== null || [el, el.parentElement].some((each) => style(each).clipPath === "inset(50%)");
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0 && !hidden(el);
  const steered = () => [...document.querySelectorAll(STEERED)].filter(shown);
  const around = (el, selector) => [...el.querySelectorAll(selector)].filter(shown);

  // Colours, whatever notation they are given in, as they look over what lies beneath.
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (text) => {
    if (!known.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      known.set(text, [...brush.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, i) => (part * a + below[i] * (255 - a)) / 255);
  const ground = (el) => {
    const layers = [];
    for (let each = el; each; each = each.parentElement) {
      const layer = rgba(style(each).backgroundColor);
      layers.push(layer);
      if (layer[3] === 255) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), rgba("Canvas").slice(0, 3));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };

  // Touch. A link inside running text is as high as its line (WCAG 2.5.8): the words around it must be no links themselves.
  const inRunningText = (el) => {
    if (el.tagName !== "A" || style(el).display !== "inline") return false;
    let block = el.parentElement;
    while (style(block).display === "inline") block = block.parentElement;
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let words = "";
    while (texts.nextNode()) {
      const at = texts.currentNode.parentElement;
      if (!at.closest(STEERED) && !hidden(at)) words += texts.currentNode.data;
    }
    return /\p{L}{2}/u.test(words);
  };
  const area = (el) => {
    const labels = TICKED.includes(el.type) ? [...el.labels] : [];
    const boxes = [el, ...labels].map((each) => each.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
    const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
    return { left, top, width: right - left, height: bottom - top };
  };
  const roomy = ({ width, height }) => width >= TOUCH - 0.5 && height >= TOUCH - 0.5;
  const hits = (el, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (el.contains(hit) || hit.closest("label")?.control === el);
  };
  // A link may answer touches beyond its own box, when its layer covers the whole row.
  const answersAround = (el) => {
    el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { left, top, width, height } = el.getBoundingClientRect();
    const free = (TOUCH - 1) / 2;
    const fits = (x, y) => [[-1, -1], [1, -1], [-1, 1], [1, 1]].every(([dx, dy]) => hits(el, x + dx * free, y + dy * free));
    for (const x of [left + width / 2, left + free + 0.5, left + width - free - 0.5])
      for (const y of [top + height / 2, top + free + 0.5, top + height - free - 0.5, top + 10, top + height - 10]) if (fits(x, y)) return true;
    return false;
  };
  const targets = () => steered()
    .filter((el) => !inRunningText(el) && !(roomy(area(el)) && style(el).display !== "inline") && !answersAround(el))
    .map((el) => `${Math.round(area(el).width)} × ${Math.round(area(el).height)} to touch: ${short(el)}`);

  // Keyboard. Somebody pressed Tab before, so that what is focused shows itself.
  const focus = () => steered().filter((el) => !el.disabled).flatMap((el) => {
    el.focus();
    el.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    if (document.activeElement !== el) return el.tabIndex < 0 ? [] : [`takes no focus: ${short(el)}`];
    const { outlineStyle, outlineWidth, outlineColor } = style(el);
    const below = ground(el.parentElement);
    const ratio = contrast(over(rgba(outlineColor), below), below);
    const box = el.getBoundingClientRect();
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [width, height] = [Math.min(box.right, innerWidth) - left, Math.min(box.bottom, innerHeight) - top];
    const spots = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
    const faults = [];
    if (el.tabIndex > 0) faults.push("jumps the queue");
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push("focus without an outline");
    else if (ratio < 3) faults.push(`focus at a contrast of ${ratio.toFixed(1)}`);
    if (!spots.some(([x, y]) => hits(el, left + x * width, top + y * height))) faults.push("covered while focused");
    return faults.map((fault) => `${fault}: ${short(el)}`);
  });

  // Motion: only asked while the reader wants less of it.
  const motion = () => {
    const lasting = (times) => times.split(",").some((time) => parseFloat(time) > 0);
    const faults = style(document.documentElement).scrollBehavior === "auto" ? [] : ["scrolls smoothly"];
    for (const el of document.querySelectorAll("*"))
      for (const part of [null, "::before", "::after"]) {
        const { transitionDuration, animationDuration } = style(el, part);
        if (lasting(transitionDuration) || lasting(animationDuration)) faults.push(`moves: ${short(el)}${part ?? ""}`);
      }
    return faults;
  };

  // Forced colours: only asked while they are on. Grounds and shadows are gone; a line, a sign or words must be left.
  const BOXES = ".button, .pick, .notice, .panel, .block, .rival, .rival__first, .todo, .day__today, .count, .clock, .tag, .sign__letter, .swatch:empty, .door, .error-summary, .steps__number, .field input:not([type=checkbox], [type=radio]), .field select, .field textarea, .choice input";
  const lined = ({ borderTopWidth, borderBottomWidth, borderLeftWidth, borderTopStyle, borderBottomStyle, borderLeftStyle }) =>
    [[borderTopWidth, borderTopStyle], [borderBottomWidth, borderBottomStyle], [borderLeftWidth, borderLeftStyle]].some(([width, kind]) => parseFloat(width) >= 1 && kind !== "none");
  const standsOut = (el) => ["textDecorationLine", "borderTopStyle", "borderBottomColor", "backgroundColor"].map((name) => style(el)[name]).join();
  const forced = () => [
    ...around(document, BOXES).filter((el) => !lined(style(el))).map((el) => `no line left in forced colours: ${short(el)}`),
    ...around(document, "[aria-current]:not([aria-current=false])").flatMap((el) => {
      const others = around(el.closest("ul, ol, form, nav, .switch") ?? el.parentElement, el.tagName).filter((each) => !each.hasAttribute("aria-current"));
      const numbered = el.matches(".steps__step") || el.querySelector(".steps__number");
      return numbered || others.every((each) => standsOut(each) !== standsOut(el)) ? [] : [`not told from its neighbours in forced colours: ${short(el)}`];
    }),
    ...around(document, ".choice input:checked").filter((el) => style(el, "::before").forcedColorAdjust !== "none" && style(el, "::before").borderTopWidth === "0px").map((el) => `its tick is gone in forced colours: ${short(el)}`),
  ];

  // Colour: whatever it says, words or signs say, too.
  const SAID = {
    ".status": (el) => el.querySelector("svg") && el.innerText.trim(),
    ".sign__letter": (el) => el.textContent.trim().length === 1,
    ".notice": (el) => el.innerText.trim(),
    ".block--asked, .block--closure, .block--confidential": (el) => el.querySelector(".block__state, .block__title")?.innerText.trim(),
    ".entry--asked, .entry--closure": (el) => el.querySelector(".status, .entry__state, .icon"),
    ".day--holiday": (el) => el.querySelector(".day__holiday"),
    ".week__day--holiday": (el) => el.querySelector(".week__holiday")?.innerText.trim(),
    ".field--wrong": (el) => el.querySelector(".error")?.innerText.trim(),
    ".error": (el) => el.querySelector("svg") && el.innerText.trim(),
    ".clock": (el) => el.querySelector("svg") && el.innerText.trim(),
    ".timeline__event": (el) => el.querySelector(".timeline__words")?.innerText.trim(),
    ".series__row--clash": (el) => el.querySelector(".status, .series__why")?.innerText.trim(),
    ".swatch": (el) => el.parentElement.innerText.trim(),
    ".strip": (el) => el.closest("[aria-hidden=true]") || el.getAttribute("aria-label") || el.querySelector("title"),
    ".tape, .sign__tape": (el) => el.closest("[aria-hidden=true]") || el.closest(".sign")?.querySelector(".sign__letter"),
  };
  const colour = () => Object.entries(SAID).flatMap(([selector, says]) =>
    around(document, selector).filter((el) => !says(el)).map((el) => `said by colour alone (${selector}): ${short(el)}`));

  // Spacing of text as WCAG 1.4.12 wants it: nothing may be cut off, and boxes hold their words.
  const HOLDING = ".button, .pick, .tag, .count, .sign__letter, .steps__number, .status, .clock, .notice, .block, .day__today, .rival__first";
  const spacing = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets.push(sheet);
    // What is shortened on purpose, with an ellipsis, stands in full in the list of the day.
    const shortened = (el) => style(el).webkitLineClamp !== "none";
    const cuts = (el) => !shortened(el) && (["hidden", "clip"].includes(style(el).overflowX) || ["hidden", "clip"].includes(style(el).overflowY));
    const spills = (el) => el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1;
    const faults = [
      ...around(document, "body *").filter((el) => cuts(el) && spills(el) && el.innerText?.trim()).map((el) => `cut off when spaced out: ${short(el)}`),
      ...around(document, HOLDING).filter((el) => el.clientWidth && el.scrollWidth > el.clientWidth + 1).map((el) => `spills over when spaced out: ${short(el)}`),
    ];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push("wider than the window when spaced out");
    document.adoptedStyleSheets.pop();
    return faults;
  };

  // What is folded counts, too; what would be laid over the page stays closed.
  const laidOver = (part) => ["absolute", "fixed"].includes(style(part).position);
  const open = () => document.querySelectorAll("details").forEach((each) => { each.open = ![...each.children].some(laidOver); });
  return { open, targets, focus, motion, forced, colour, spacing };
})()
