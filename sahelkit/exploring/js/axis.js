// Lines with a mark each on one common axis, and the strip of periods above them. Places on the axis are shares from 0
// to 1 that the kernel worked out; here they become per cent, so nothing is drawn anew when the panel changes its width.
const AXIS_LINE = 44; // pixels of a line of two rows of text
const MARK_Y = 13;
const LABEL_Y = 35;

function drawAxis(chart, board) {
  const strip = chart.strip && drawStrip(chart.strip, board);
  if (!chart.total) return h("div", {}, strip, empty(`no ${chart.noun}`));
  const style = gridOf(chart.columns);
  const opened = { n: null, line: null }; // the line whose sentence was asked for last
  const lines = lazyLines({ total: chart.total, height: AXIS_LINE, first: chart.lines, label: chart.label, most: 19,
    ask: board.lines, draw: (line, n) => axisLine(line, n, { chart, board, style, opened }) });
  return h("div", { class: "skx-axis", style: `--skx-gridlines:${gridlines(chart.ticks)}` }, strip, axisLegend(chart.legend), axisHead(chart, style), lines);
}

// two sets of widths, of which a container query takes one; a column without a narrow width is left out there
function gridOf(columns) {
  const wide = columns.map((column) => column.width).join(" ");
  const narrow = columns.map((column) => column.narrow).filter(Boolean).join(" ");
  return `--skx-wide:${wide};--skx-narrow:${narrow}`;
}

// one background for all lines rather than an element for each tick in each of them
function gridlines(ticks) {
  const line = (tick) => `linear-gradient(var(--skx-faint-rule), var(--skx-faint-rule)) ${100 * tick.at}% 0 / 1px 100% no-repeat`;
  return ticks.map(line).join(",") || "none";
}

function axisHead(chart, style) {
  const cells = chart.columns.map((column, i) => {
    const css = `skx-axis-name${column.narrow ? "" : " skx-only-wide"}`;
    if (i !== chart.mark) return h("span", { class: css, title: column.label }, column.label);
    const ticks = chart.ticks.map((tick, n) => h("span", { class: `skx-tick${n % 2 ? " skx-tick-odd" : ""}`,
      style: `--skx-at:${100 * tick.at}%;--skx-letters:${tick.label.length}ch` }, tick.label));
    return h("span", { class: css }, column.label, chart.note && h("span", { class: "skx-axis-note" }, `, ${chart.note}`),
      h("span", { class: "skx-ticks" }, ticks));
  });
  return h("div", { class: "skx-axis-head", "aria-hidden": "true" }, h("div", { class: "skx-axis-row", style }, cells));
}

function axisLine(line, n, { chart, board, style, opened }) {
  const row = h("div", { class: "skx-axis-row", style });
  const show = () => {
    if (opened.line) opened.line.classList.remove("skx-opened");
    Object.assign(opened, { n, line: row });
    row.classList.add("skx-opened");
  };
  append(row, line.cells.map((cell, i) => (i === chart.mark
    ? axisMark(line.mark, n, chart, () => { show(); board.open(line.mark.key); })
    : axisCell(cell, `${n}:${i}`, chart.columns[i], board))));
  if (opened.n === n) show();
  return row;
}

// a cell is one thing or, as a list, several under one another
function axisCell(cell, key, column, board) {
  const parts = Array.isArray(cell) ? cell : [cell];
  return h("div", { class: `skx-stack${column.narrow ? "" : " skx-only-wide"}` },
    parts.map((part, i) => h("div", { class: i ? "skx-under" : "skx-over", title: wordsOf(part) },
      cellParts(part, `${key}:${i}`, column, board))));
}

function cellParts(cell, key, column, board) {
  if (cell === null || typeof cell !== "object") return h("span", {}, cell);
  if (cell.parts) {
    return cell.parts.map((part, i) => [i > 0 && cell.by.trim() && h("span", { class: "skx-by" }, cell.by),
      i === 0 && cell.by === " " ? h("span", { class: "skx-lead" }, part) : cellParts(part, `${key}:${i}`, column, board)]);
  }
  const named = cell.fields
    ? h("button", { class: "skx-cell", key: `cell:${key}`, title: `narrow to ${cell.text}`,
      "aria-pressed": String(Boolean(cell.pressed)), onclick: () => board.choose(cell.fields, "narrow") }, cell.text)
    : h("span", {}, cell.text);
  return [cell.marker && markerOf(cell.marker, cell.colour), named, cell.after && h("span", { class: "skx-after" }, cell.after)];
}

function wordsOf(cell) {
  if (cell === null || typeof cell !== "object") return cell;
  if (cell.parts) return cell.parts.map(wordsOf).join(cell.by);
  return [cell.text, cell.after].filter(Boolean).join(" ");
}

function axisMark(mark, n, chart, open) {
  const about = { key: `mark:${n}`, title: mark.said, "aria-label": `${mark.said}; show the sentence`,
    onclick: open };
  if (mark.none) return h("button", { class: "skx-mark skx-unmarked", ...about }, mark.none);
  return h("button", { class: "skx-mark", ...about }, s("svg", { width: "100%", height: "100%", "aria-hidden": "true" },
    drawnMark(mark, chart.ends), markLabel(mark)));
}

function at(share) {
  return `${100 * share}%`;
}

// a point; or a bar with a marker at both known ends (a range) or in its middle (some day of these)
function drawnMark(mark, ends) {
  const ink = inkOf(mark.colour);
  if (mark.point) return placed(mark.from, shapeOf(mark.marker, ink, mark.hollow));
  const tall = ends ? 5 : 14;
  const bar = s("rect", { x: at(mark.from), width: at(mark.to - mark.from), y: MARK_Y - tall / 2, height: tall, fill: ink,
    stroke: ink, "fill-opacity": ends ? 0.85 : 0.35, "stroke-opacity": ends ? 0 : 0.35 });
  const ends_ = [
    mark.openLeft ? placed(mark.from, shapeOf("<", ink)) : ends && placed(mark.from, shapeOf(mark.marker, ink, true)),
    mark.openRight ? placed(mark.to, shapeOf(">", ink)) : ends && placed(mark.to, shapeOf(mark.marker, ink, true)),
  ];
  const known = mark.openLeft ? mark.to : mark.openRight ? mark.from : (mark.from + mark.to) / 2;
  return [bar, ends_, !ends && placed(known, shapeOf(mark.marker, ink, mark.hollow), 0.75)].flat().filter(Boolean);
}

function placed(share, shape, scale) {
  return s("svg", { x: at(share), y: MARK_Y, overflow: "visible" },
    s("g", { transform: `scale(${scale || 1}) translate(-6 -6)` }, shape));
}

// under the mark, towards the side that has room
function markLabel(mark) {
  const middle = (mark.from + mark.to) / 2;
  const anchor = middle < 0.3 ? "start" : middle > 0.7 ? "end" : "middle";
  const share = anchor === "start" ? mark.from : anchor === "end" ? mark.to : middle;
  const aside = { start: -6, middle: 0, end: 6 }[anchor];
  return s("text", { class: "skx-mark-label", x: at(share), dx: aside, y: LABEL_Y, "text-anchor": anchor }, mark.label);
}

function axisLegend(items) {
  return h("ul", { class: "skx-axis-legend", "aria-label": "Legend" }, items.map((item) => h("li", {}, legendShape(item), item.label)));
}

function legendShape({ shape, marker, colour, hollow }) {
  const ink = inkOf(colour);
  if (shape === "point") return markerOf(marker, colour, hollow);
  const moved = (x, node) => s("g", { transform: `translate(${x} 0)` }, node);
  const line = s("rect", { x: 6, y: 3.5, width: 22, height: 5, fill: ink, "fill-opacity": 0.85 });
  const parts = {
    range: [line, moved(0, shapeOf(marker, ink, true)), moved(22, shapeOf(marker, ink, true))],
    open: [line, moved(0, shapeOf(marker, ink, hollow)), moved(22, shapeOf(">", ink))],
    bar: [s("rect", { x: 4, y: 0, width: 26, height: 12, fill: ink, "fill-opacity": 0.35 })],
  }[shape];
  return s("svg", { class: "skx-marker", viewBox: "0 0 34 12", width: 34, height: 12, "aria-hidden": "true" }, parts);
}

// The strip: a button for each period; one is taken by a click, several by dragging or with Shift and the arrow keys.
function drawStrip(strip, board) {
  const { bins, noun } = strip;
  const several = (n) => `${n === 0 ? "no" : n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
  const whole = () => board.choose({ event_since: null, event_until: null }, "set");
  const head = h("div", { class: "skx-strip-head" },
    h("span", { class: "skx-strip-title" }, bins.length ? `${noun[0].toUpperCase()}${noun.slice(1)}s per ${strip.unit}` : ""),
    strip.period && h("span", {}, strip.period),
    strip.period && h("button", { class: "skx-plain", key: "whole-period", onclick: whole }, "whole period"),
    bins.length > 1 && h("span", { class: "skx-small skx-only-wide" }, "drag over several, or Shift + arrow keys and Enter"));
  const buttons = bins.map((bin, n) => stripBin(bin, n, strip, several));
  const row = h("div", { class: `skx-bins${bins.length > 20 ? " skx-many-bins" : ""}`, role: "group",
    "aria-label": `${noun}s per ${strip.unit}` }, buttons);
  brushing(row, buttons, strip, { board, several, whole });
  return h("div", { class: "skx-strip" }, head, bins.length > 0 && row, stripRest(strip, several, board));
}

function stripBin(bin, n, strip, several) {
  const { bins } = strip;
  const chosen = strip.period && bin.chosen;
  const first = Math.max(0, bins.findIndex((other) => strip.period && other.chosen));
  const css = `skx-bin${chosen ? " skx-bin-chosen" : ""}${strip.period && !bin.chosen ? " skx-bin-faint" : ""}`;
  return h("button", { class: css, key: `bin:${bin.label}`, tabindex: n === first ? "0" : "-1", "data-n": n,
    title: `${bin.label}: ${several(bin.n)}`, "aria-label": `${bin.label}: ${several(bin.n)}, narrow to it`,
    "aria-pressed": String(Boolean(chosen)) },
  h("span", { class: "skx-bin-room" },
    bin.n > 0 && h("span", { class: "skx-bin-bar", style: `height:${100 * bin.share}%` },
      h("span", { class: `skx-bin-n${bin.share === 1 ? " skx-bin-most" : ""}` }, bin.n.toLocaleString("en")))),
  h("span", { class: "skx-bin-tick" }, h("span", {}, bin.tick)));
}

function stripRest(strip, several, board) {
  const told = (n, key, words) => n > 0 && h("button", { class: "skx-number", key: `strip:${key}`,
    title: "show the sentences", onclick: () => board.open(key) }, `${several(n)} ${words}`);
  const parts = [told(strip.wide, "wide", `dated less exactly than to a ${strip.unit}`), told(strip.undated, "undated", "without a date")]
    .filter(Boolean);
  return parts.length > 0 && h("p", { class: "skx-small skx-strip-rest" }, strip.bins.length ? "Not in the bars: " : "",
    parts.map((part, i) => [i > 0 && ", ", part]));
}

function brushing(row, buttons, strip, { board, several, whole }) {
  let from = 0;
  let to = 0;
  const band = (on) => buttons.forEach((button, n) => {
    button.classList.toggle("skx-bin-band", on && n >= Math.min(from, to) && n <= Math.max(from, to));
  });
  const ends = () => [strip.bins[Math.min(from, to)], strip.bins[Math.max(from, to)]];
  const take = () => {
    const [first, last] = ends();
    const again = strip.period && strip.bins.every((bin, n) => bin.chosen === (n >= Math.min(from, to) && n <= Math.max(from, to)));
    if (again) whole();
    else board.choose({ event_since: first.since, event_until: last.until }, "set");
  };
  const tell = (how) => {
    const [first, last] = ends();
    const n = strip.bins.slice(Math.min(from, to), Math.max(from, to) + 1).reduce((sum, bin) => sum + bin.n, 0);
    board.say(from === to ? "" : `${first.since} to ${last.until}: ${several(n)}; ${how} narrows to them`);
  };
  const focus = (n) => {
    buttons.forEach((button, i) => button.setAttribute("tabindex", i === n ? "0" : "-1"));
    buttons[n].focus();
  };
  const placeOf = (event) => {
    const box = row.getBoundingClientRect();
    const n = Math.floor((buttons.length * (event.clientX - box.left)) / box.width);
    return Math.min(buttons.length - 1, Math.max(0, n));
  };

  let dragged = false; // a press that became a brush is no click
  row.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.target.closest(".skx-bin")) return;
    from = to = placeOf(event);
    dragged = false;
    const move = (moved) => {
      to = placeOf(moved);
      dragged = dragged || to !== from;
      if (dragged) { band(true); tell("letting go"); }
    };
    const stop = (stopped) => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", stop);
      window.removeEventListener("pointercancel", stop);
      band(false);
      if (dragged && stopped.type === "pointerup") take();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
  });
  row.addEventListener("click", (event) => {
    const bin = event.target.closest(".skx-bin");
    if (!bin || dragged) { dragged = false; return; }
    const n = Number(bin.dataset.n);
    if (n !== to || event.detail > 0) from = to = n;
    take();
  });
  row.addEventListener("keydown", (event) => {
    const n = Number(event.target.dataset.n);
    const next = { ArrowLeft: n - 1, ArrowRight: n + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") { from = to = n; band(false); tell("Enter"); return; }
    if (next === undefined) return;
    event.preventDefault();
    if (!event.shiftKey || to !== n) from = n;
    to = Math.min(buttons.length - 1, Math.max(0, next));
    if (!event.shiftKey) from = to;
    dragged = false;
    band(from !== to);
    tell("Enter");
    focus(to);
  });
}
