// What looks wrong in a part of a page, as sentences; see looks.py.
const said = (element) => {
  const text = (element.innerText || element.alt || "").trim().replace(/\s+/g, " ").slice(0, 60);
  const name = [...element.classList].slice(0, 2).map((name) => "." + name).join("");
  return `<${element.localName}${name}> "${text}"`;
};
const SKIPPED = "svg, math, mjx-container, script, style, noscript, .cm-announced, .cm-cursorLayer," +
  " .cm-selectionLayer, .jp-Toolbar, .jp-Collapser, .jp-mod-hidden, .slider-container, [aria-hidden=true]";
const readersOnly = new Map();  // thousands of elements have the same ones around them
const onlyForReaders = (element) => {  // left of the page, or in a box of one pixel
  if (!element) return false;
  if (!readersOnly.has(element))
    readersOnly.set(element, element.getBoundingClientRect().right <= 0 ||
      getComputedStyle(element).clipPath !== "none" || onlyForReaders(element.parentElement));
  return readersOnly.get(element);
};
const shown = (element) => element.checkVisibility({visibilityProperty: true}) &&
  !element.closest(SKIPPED) && !onlyForReaders(element);
const seen = (root) => [...root.querySelectorAll("*")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && shown(element);
});

const layoutFaults = (root) => {
  const found = new Set(), frame = root.getBoundingClientRect();
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const kept = (element) => {  // by something around it that scrolls or cuts, which is judged itself
    for (let one = element.parentElement; one && one !== root; one = one.parentElement)
      if (getComputedStyle(one).overflowX !== "visible") return true;
    return false;
  };
  for (const element of seen(root)) {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (element.localName === "img") {
      if (!element.complete || element.naturalWidth === 0) found.add("not there: " + said(element));
      else if (Math.abs(box.width / box.height / (element.naturalWidth / element.naturalHeight) - 1) > 0.02)
        found.add("distorted: " + said(element));
    }
    if (style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth)
      if (!(scrolls(element) && element.matches("[tabindex]")))
        found.add((scrolls(element) ? "has to be scrolled: " : "cut: ") + said(element));
    if (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 3 && element.clientHeight)
      found.add("cut below: " + said(element));
    if ((box.right > frame.right + 1 || box.left < frame.left - 1) && !kept(element))
      found.add("sticks out: " + said(element));
  }
  for (const formula of root.querySelectorAll("mjx-math, math:not(mjx-assistive-mml *)")) {
    const around = formula.closest("p, td, th, li, blockquote, div:not(.jp-mod-hidden)") || root;
    if (formula.checkVisibility() && formula.getBoundingClientRect().right > around.getBoundingClientRect().right + 1)
      found.add("formula sticks out: " + said(around));
  }
  const lines = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !shown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width <= 2 || box.height <= 4) continue;
      if (box.right > frame.right + 1 && getComputedStyle(parent).overflowX === "visible" && !kept(parent))
        found.add("sticks out: " + said(parent));
      lines.push({parent, left: box.left + 1, right: box.right - 1,
                  top: box.top + box.height / 4, bottom: box.bottom - box.height / 4});
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((one, i) => {
    for (let j = i + 1; j < lines.length && lines[j].top < one.bottom; j++) {
      const other = lines[j];
      if (other.parent !== one.parent && other.left < one.right - 1 && one.left < other.right - 1)
        found.add(`overlap: ${said(one.parent)} and ${said(other.parent)}`);
    }
  });
  return [...found];
};

const contrastFaults = (root) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      layers.push(rgba(getComputedStyle(one).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), rgba("Canvas"));
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const found = new Set();
  for (const element of [root, ...seen(root)]) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(element), below = ground(element);
    const [a, b] = [light(over(rgba(style.color), below)), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) found.add(`contrast ${ratio.toFixed(2)}: ${said(element)}`);
  }
  return [...found];
};
