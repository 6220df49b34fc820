// A list of any length: only the lines in sight are elements, and lines not yet sent are asked for as they come near.
const AROUND = 12; // lines drawn above and below what is in sight
const CHUNK = 200; // lines asked for at a time

function lazyLines({ total, height, first, draw, ask, label, most }) {
  const known = new Map(first.map((line, n) => [n, line]));
  const drawn = new Map();
  const asked = new Set();
  let wanted = null; // a line that the keys went to before it was here
  const inner = h("div", { class: "skx-lines-inner", style: `height:${total * height}px` });
  const box = h("div", { class: "skx-lines", tabindex: "0", role: "group", "aria-label": label, key: "lines",
    style: `max-height:${most || 26}rem` }, inner);

  function update() {
    const room = box.clientHeight || 420;
    const lo = Math.max(0, Math.floor(box.scrollTop / height) - AROUND);
    const hi = Math.min(total, Math.ceil((box.scrollTop + room) / height) + AROUND);
    for (const [n, node] of drawn) {
      // without its line the focus would fall out of the list
      if ((n < lo || n >= hi) && !node.contains(document.activeElement)) { node.remove(); drawn.delete(n); }
    }
    for (let n = lo; n < hi; n++) if (!drawn.has(n)) place(n);
    for (let start = lo - (lo % CHUNK); start < hi; start += CHUNK) fetchChunk(start);
    settle();
  }

  function place(n) {
    const line = known.get(n);
    const node = line ? draw(line, n) : h("div", { class: "skx-waiting", "aria-hidden": "true" }, "…");
    node.classList.add("skx-line");
    node.dataset.n = n;
    node.style.top = `${n * height}px`;
    node.style.height = `${height}px`;
    for (const button of node.querySelectorAll("button")) button.tabIndex = -1;
    drawn.set(n, node);
    // in the order of the list, so that Tab goes down it
    const after = [...inner.children].find((other) => Number(other.dataset.n) > n);
    inner.insertBefore(node, after || null);
  }

  function fetchChunk(start) {
    const end = Math.min(total, start + CHUNK);
    let missing = false;
    for (let n = start; n < end && !missing; n++) missing = !known.has(n);
    if (!missing || asked.has(start)) return;
    asked.add(start);
    ask(start, end).then((lines) => {
      lines.forEach((line, i) => known.set(start + i, line));
      for (const [n, node] of drawn) {
        if (n >= start && n < end && node.classList.contains("skx-waiting")) { node.remove(); drawn.delete(n); }
      }
      update();
      if (wanted && box.contains(document.activeElement)) arrive(wanted);
    }, () => asked.delete(start));
  }

  function bring(n) {
    if (n * height < box.scrollTop) box.scrollTop = n * height;
    if ((n + 1) * height > box.scrollTop + box.clientHeight) box.scrollTop = (n + 1) * height - box.clientHeight;
    update();
  }

  function go(line, by, from) {
    const clamp = (n) => Math.min(total - 1, Math.max(0, n));
    let n = clamp(Number(line.dataset.n) + by);
    bring(n);
    while (known.has(n) && drawn.has(n) && !drawn.get(n).querySelector("button") && n !== clamp(n + Math.sign(by))) n += Math.sign(by);
    bring(n);
    arrive({ n, from });
  }

  function arrive({ n, from }) {
    wanted = known.has(n) ? null : { n, from };
    if (!wanted && drawn.has(n)) focusUnder(from, drawn.get(n));
  }

  const settle = oneStop(box, go);
  let waiting = false;
  box.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; update(); });
  });
  box.addEventListener("focusin", () => { wanted = null; });
  for (let n = 0; n < Math.min(total, known.size, 40); n++) place(n);
  settle();
  new ResizeObserver(update).observe(box);
  return box;
}

// A list is one stop of Tab: its current button. The keys go from there to the others, and a button that has the focus
// is the current one. Returns what to call when buttons came or went; `go(row, by, button)` goes to another row.
function oneStop(box, go) {
  let current = null;
  const inSight = (button) => !box.isConnected || button.checkVisibility();
  const take = (button) => {
    if (current) current.tabIndex = -1;
    current = button || null;
    if (current) current.tabIndex = 0;
    if (box.hasAttribute("tabindex")) box.tabIndex = current ? -1 : 0; // what scrolls must be reached somehow
  };
  box.addEventListener("focusin", (event) => event.target.closest("button") && take(event.target.closest("button")));
  box.addEventListener("keydown", (event) => {
    const button = event.target.closest("button");
    if (!button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = rowOf(button);
    const page = Math.max(1, Math.floor(box.clientHeight / row.offsetHeight) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by && !aside) return;
    event.preventDefault();
    if (by) return void go(row, by, button);
    const buttons = [...row.querySelectorAll("button")].filter(inSight);
    const to = buttons[buttons.indexOf(button) + aside];
    if (to) to.focus({ preventScroll: true });
  });
  return () => {
    if (current && box.contains(current) && inSight(current)) return;
    const buttons = [...box.querySelectorAll("button")].filter(inSight);
    const { top } = box.getBoundingClientRect();
    take(buttons.find((button) => button.getBoundingClientRect().top >= top) || buttons[0]);
  };
}

function rowOf(button) {
  return button.closest(".skx-line, .skx-bar-row");
}

// Rows may lack buttons that others have, and a narrow panel hides some: what stands under a button is told by its place.
function focusUnder(from, row) {
  const place = (button) => [button.getBoundingClientRect(), rowOf(button).getBoundingClientRect()];
  const [home, line] = from.isConnected ? place(from) : [row, row].map((node) => node.getBoundingClientRect());
  const far = (button) => {
    const [box, own] = place(button);
    return Math.min(Math.abs(box.left - home.left), Math.abs(box.right - home.right))
      + Math.abs((box.top - own.top) - (home.top - line.top));
  };
  const buttons = [...row.querySelectorAll("button")].filter((button) => button.checkVisibility());
  const [to] = buttons.sort((a, b) => far(a) - far(b));
  if (!to) return;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}
