// Pointer and keys on a chart of lines: a point is chosen, its sentences are shown, a period is marked and taken.
const BRUSH_NEAR = 16; // pixels from a point that a click may miss it by
const BRUSH_DRAG = 4; // pixels that make a drag of a click

// again on what is chosen alone takes the choice back
function brushChoose(chart, board, n, i) {
  const line = chart.series[n];
  const [lo, hi] = chart.inside || [];
  const alone = lo === i && hi === i && (line.choice === null || line.pressed);
  const period = alone ? null : chart.periods[i];
  const own = line.choice === null ? {} : { [line.field]: alone ? null : line.choice };
  board.choose({ since: period, until: period, ...own }, "set");
}

function brushTake(chart, board, [a, b]) {
  board.choose({ since: chart.periods[Math.min(a, b)], until: chart.periods[Math.max(a, b)] }, "set");
}

function brushKeys(chart, board, view) {
  let band = null;
  const drop = () => { band = null; view.marked.setAttribute("visibility", "hidden"); board.say(""); };
  const mark = (from, to) => {
    band = [from, Math.max(0, Math.min(chart.periods.length - 1, to))];
    seriesBand(view.marked, view.place, ...band);
    board.say(`${brushPeriod(chart, band)}: Enter takes this period, Escape drops it`);
  };
  let home = null; // the line that left and right keep to
  view.svg.addEventListener("keydown", (event) => {
    const node = event.target.closest(".skx-point");
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const [n, i] = [Number(node.dataset.n), Number(node.dataset.i)];
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && event.shiftKey) mark(i, (band ? band[1] : i) + step);
    else if (event.key === "Escape" && band) drop();
    else if ((event.key === "Enter" || event.key === " ") && band) brushTake(chart, board, band);
    else if (event.key === "Enter" || event.key === " ") brushChoose(chart, board, n, i);
    else if (event.key === "e" || event.key === "E") brushOpen(chart, board, n, i);
    else {
      const to = brushNext(chart, view.points, [n, i], event.key, home ?? n);
      if (!to) return;
      if (band) drop();
      if (event.key === "ArrowUp" || event.key === "ArrowDown") [home] = to;
      else home = home ?? n;
      view.points.stand(...to).focus({ preventScroll: true });
    }
    event.preventDefault();
    event.stopPropagation();
  });
  view.svg.addEventListener("focusin", (event) => {
    const node = event.target.closest(".skx-point");
    if (node) brushTip(chart, view, Number(node.dataset.i));
  });
  view.svg.addEventListener("focusout", () => { brushNoTip(view); if (band) drop(); });
}

function brushOpen(chart, board, n, i) {
  const line = chart.series[n];
  if (line.counts[i]) board.open(`${chart.periods[i]}|${line.key}`);
  else board.say(`no ${chart.table} in ${chart.periods[i]}`);
}

// left and right go on in time, up and down to the line above and below on the screen
function brushNext(chart, points, [n, i], key, home) {
  const at = (period) => chart.series.map((_, m) => m).filter((m) => points.known(m, period));
  if (key === "ArrowUp" || key === "ArrowDown") {
    const order = at(i).sort((a, b) => chart.series[b].values[i] - chart.series[a].values[i] || a - b);
    const m = order[order.indexOf(n) + (key === "ArrowUp" ? -1 : 1)];
    return m === undefined ? null : [m, i];
  }
  const last = chart.periods.length - 1;
  const [from, step] = { ArrowRight: [i + 1, 1], ArrowLeft: [i - 1, -1], Home: [0, 1], End: [last, -1] }[key] || [];
  for (let period = from; period >= 0 && period <= last; period += step) {
    const here = at(period);
    if (here.length) return [here.includes(home) ? home : here[0], period];
  }
  return null;
}

function brushMouse(chart, board, view) {
  const { svg, place } = view;
  const where = (event) => {
    const box = svg.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  let start = null, band = null, dragged = false;
  svg.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays, no text is marked
  svg.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.button === 0 && where(event)[1] <= place.bottom) start = where(event)[0];
  });
  svg.addEventListener("pointermove", (event) => {
    const [x] = where(event);
    if (start !== null && (band || Math.abs(x - start) > BRUSH_DRAG)) {
      if (!band) svg.setPointerCapture(event.pointerId);
      band = [place.at(start), place.at(x)];
      seriesBand(view.marked, place, ...band);
      brushTip(chart, view, band[1], brushPeriod(chart, band));
    } else brushTip(chart, view, place.at(x));
  });
  svg.addEventListener("pointerup", () => {
    dragged = Boolean(band);
    if (band) brushTake(chart, board, band);
    start = band = null;
  });
  svg.addEventListener("pointercancel", () => {
    start = band = null;
    view.marked.setAttribute("visibility", "hidden");
  });
  svg.addEventListener("pointerleave", () => { if (!band) brushNoTip(view); });
  svg.addEventListener("click", (event) => {
    if (dragged) { dragged = false; return; }
    const node = event.target.closest(".skx-point");
    const pressed = event.detail === 0 && node; // by a screen reader, without a pointer
    const near = pressed ? [Number(node.dataset.n), Number(node.dataset.i)] : brushNear(chart, view, where(event));
    if (!near) return;
    view.points.stand(...near).focus({ preventScroll: true });
    brushChoose(chart, board, ...near);
  });
}

function brushNear(chart, { place, points }, [x, y]) {
  let best = null, least = BRUSH_NEAR ** 2;
  const [lo, hi] = [place.at(x - BRUSH_NEAR), place.at(x + BRUSH_NEAR)];
  for (let i = lo; i <= hi; i++) {
    chart.series.forEach((line, n) => {
      if (!points.known(n, i)) return;
      const far = (place.x(i) - x) ** 2 + (place.y(line.values[i]) - y) ** 2;
      if (far < least) [best, least] = [[n, i], far];
    });
  }
  return best;
}

function brushPeriod(chart, [a, b]) {
  return a === b ? chart.periods[a] : `${chart.periods[Math.min(a, b)]} to ${chart.periods[Math.max(a, b)]}`;
}

// all lines of one period, highest first, beside a rule through it
function brushTip(chart, { tip, guide, place, points }, i, heading) {
  const there = chart.series.map((_, n) => n).filter((n) => points.known(n, i));
  there.sort((a, b) => chart.series[b].values[i] - chart.series[a].values[i] || a - b);
  const rows = heading ? [] : there.map((n) => {
    const line = chart.series[n];
    return h("div", { class: "skx-tip-row" }, markerOf(line.marker, seriesColour(line)),
      h("span", {}, line.label || chart.unit), h("b", {}, seriesNumber(line.values[i])),
      chart.rate && h("span", { class: "skx-small" }, `(${seriesNumber(line.counts[i])})`));
  });
  if (!heading && !rows.length) rows.push(h("div", { class: "skx-small" }, "no article was searched"));
  tip.replaceChildren(h("div", { class: "skx-tip-head" }, heading || chart.periods[i]), ...rows);
  tip.hidden = false;
  const right = place.x(i) > (place.left + place.right) / 2;
  tip.style.left = right ? "auto" : `${place.x(i) + 14}px`;
  tip.style.right = right ? `calc(100% - ${place.x(i) - 14}px)` : "auto";
  guide.setAttribute("d", `M${place.x(i)} ${place.top}V${place.bottom}`);
}

function brushNoTip({ tip, guide }) {
  tip.hidden = true;
  guide.setAttribute("d", "");
}

// The same numbers as a table, made when it is opened; each count leads to its sentences.
function seriesNumbers(chart, board, kept) {
  const box = h("div", { class: "skx-numbers-box" });
  const fill = () => { if (!box.firstChild) box.append(numbersTable(chart, board)); };
  if (kept.open) fill();
  return h("details", { class: "skx-numbers", open: kept.open, ontoggle: (event) => {
    kept.open = event.target.open;
    if (kept.open) fill();
  } }, h("summary", { key: "numbers" }, "Numbers"), box);
}

function numbersTable(chart, board) {
  const [lo, hi] = chart.inside || [0, chart.periods.length - 1];
  const lines = chart.series.filter((line) => !line.faint);
  const cell = (period, line, [value, count]) => h("td", {},
    count ? numbersButton(chart, board, [period, line, count])
      : h("span", { class: "skx-zero" }, value === null ? "–" : "0"),
    chart.rate && h("span", { class: "skx-rate" }, value === null ? "" : value.toFixed(2)));
  const row = (period, numbers) => h("tr", {}, h("th", { scope: "row" }, period || "no date"),
    lines.map((line) => cell(period, line, numbers(line))));
  const rows = chart.periods.map((period, i) => [period, i]).filter(([, i]) => i >= lo && i <= hi)
    .map(([period, i]) => row(period, (line) => [line.values[i], line.counts[i]]));
  if (lines.some((line) => line.undated)) rows.push(row("", (line) => line.undated || [null, 0]));
  const heads = lines.map((line) => h("th", { scope: "col" }, line.label || chart.table));
  return h("table", { class: "skx-numbers-table" },
    h("caption", {}, chart.rate ? `${chart.table}, and behind them ${chart.unit}` : chart.table),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, chart.by), heads)), h("tbody", {}, rows));
}

function numbersButton(chart, board, [period, line, count]) {
  const about = [period || "no date", line.label].filter(Boolean).join(", ");
  return h("button", { class: "skx-number", key: `number:${period}:${line.key}`, title: "show the sentences",
    "aria-label": `${seriesNumber(count)} ${chart.table}: ${about}, show the sentences`,
    onclick: () => board.open(`${period}|${line.key}`) }, seriesNumber(count));
}
