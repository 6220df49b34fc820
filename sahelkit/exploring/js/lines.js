// A list of any length: only the lines in sight are elements, and lines not yet sent are asked for as they come near.
const AROUND = 12; // lines drawn above and below what is in sight
const CHUNK = 200; // lines asked for at a time

function lazyLines({ total, height, first, draw, ask, label, most }) {
  const known = new Map(first.map((line, n) => [n, line]));
  const drawn = new Map();
  const asked = new Set();
  const inner = h("div", { class: "skx-lines-inner", style: `height:${total * height}px` });
  const box = h("div", { class: "skx-lines", tabindex: "0", role: "group", "aria-label": label, key: "lines",
    style: `max-height:${most || 26}rem` }, inner);

  function update() {
    const room = box.clientHeight || 420;
    const lo = Math.max(0, Math.floor(box.scrollTop / height) - AROUND);
    const hi = Math.min(total, Math.ceil((box.scrollTop + room) / height) + AROUND);
    for (const [n, node] of drawn) if (n < lo || n >= hi) { node.remove(); drawn.delete(n); }
    for (let n = lo; n < hi; n++) if (!drawn.has(n)) place(n);
    for (let start = lo - (lo % CHUNK); start < hi; start += CHUNK) fetchChunk(start);
  }

  function place(n) {
    const line = known.get(n);
    const node = line ? draw(line, n) : h("div", { class: "skx-waiting", "aria-hidden": "true" }, "…");
    node.classList.add("skx-line");
    node.dataset.n = n;
    node.style.top = `${n * height}px`;
    node.style.height = `${height}px`;
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
    }, () => asked.delete(start));
  }

  function step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = event.target.closest(".skx-line");
    if (!by || !line || event.target === box) return;
    const n = Math.min(total - 1, Math.max(0, Number(line.dataset.n) + by));
    const place = [...line.querySelectorAll("button")].indexOf(event.target);
    event.preventDefault();
    if (n * height < box.scrollTop) box.scrollTop = n * height;
    if ((n + 1) * height > box.scrollTop + box.clientHeight) box.scrollTop = (n + 1) * height - box.clientHeight;
    update();
    const buttons = drawn.get(n) ? drawn.get(n).querySelectorAll("button") : [];
    if (buttons.length) buttons[Math.min(Math.max(place, 0), buttons.length - 1)].focus({ preventScroll: true });
  }

  let waiting = false;
  box.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; update(); });
  });
  box.addEventListener("keydown", step);
  for (let n = 0; n < Math.min(total, known.size, 40); n++) place(n);
  new ResizeObserver(update).observe(box);
  return box;
}
