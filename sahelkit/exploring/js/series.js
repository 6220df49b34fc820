// Lines over months or years. Each point is a button, arrow keys go from point to point, dragging takes a period.
const SERIES_POINTS = 600; // beyond, a point is an element only while the arrow keys stand on it
const SERIES_HINT = "Choose a period: drag, or Shift + ← →. A point: Enter chooses it, E shows its sentences.";

function drawSeries(chart, board) {
  // what outlives a redraw: the width, the point with the focus, whether the numbers are open
  const kept = board.series || (board.series = { width: 720, at: null, open: false });
  const plot = h("div", { class: "skx-plot" });
  const lay = () => {
    const focused = plot.contains(document.activeElement);
    plot.replaceChildren(...seriesPlot(chart, board, kept));
    if (focused) plot.querySelector(".skx-point[tabindex='0']").focus({ preventScroll: true });
  };
  if (chart.periods.length) {
    lay();
    new ResizeObserver(([{ contentRect }], observer) => {
      if (!plot.isConnected) return observer.disconnect();
      const width = Math.round(contentRect.width);
      if (width && width !== kept.width) { kept.width = width; lay(); }
    }).observe(plot);
  } else append(plot, [empty("no article with a date")]);
  const whole = chart.inside && h("button", { class: "skx-plain", key: "whole-period",
    onclick: () => board.choose({ since: null, until: null }, "set") }, "Whole period");
  return h("div", { class: "skx-series" }, seriesLegend(chart, board), plot,
    h("div", { class: "skx-series-foot" }, h("p", { class: "skx-small" }, SERIES_HINT), whole),
    seriesNumbers(chart, board, kept));
}

function seriesLegend(chart, board) {
  if (!chart.series.some((line) => line.field)) return null;
  const word = { group: "event groups" }[chart.series[0].field] || `${chart.series[0].field}s`;
  const button = (line) => {
    const inner = [seriesSample(line), h("span", {}, line.label)];
    const css = `skx-legend-line${line.faint ? " skx-faint-line" : ""}`;
    if (line.choice === null) return h("span", { class: css }, inner);
    return h("button", { class: css, key: `legend:${line.key}`, "aria-pressed": String(line.pressed),
      title: `${line.label}: narrow to it`,
      onclick: () => board.choose({ [line.field]: line.choice }, "toggle") }, inner);
  };
  return h("div", { class: "skx-legend-row", role: "group", "aria-label": `Lines: ${word}` }, chart.series.map(button));
}

function seriesSample(line) {
  return s("svg", { class: "skx-sample", viewBox: "0 0 34 12", width: 34, height: 12, "aria-hidden": "true" },
    s("path", { d: "M0 6H34", stroke: seriesColour(line), "stroke-width": 1.8, "stroke-dasharray": line.dash || null }),
    s("g", { transform: "translate(11 0)" }, shapeOf(line.marker, seriesColour(line))));
}

// lighter on dark paper: see series.css
function seriesColour(line) {
  return `color-mix(in srgb, ${line.colour} var(--skx-own, 100%), #fff)`;
}

function seriesPlot(chart, board, kept) {
  const place = seriesPlace(chart, kept.width);
  // listening for focus would make a stop of it for Tab
  const svg = s("svg", { class: "skx-lines-plot", width: kept.width, height: place.height, role: "group", tabindex: "-1",
    "aria-label": `${chart.unit}, ${chart.by}s ${chart.periods[0]} to ${chart.periods.at(-1)}` });
  const tip = h("div", { class: "skx-tip", "aria-hidden": "true", hidden: true });
  const [lo, hi] = chart.inside || [0, chart.periods.length - 1];
  const band = (css) => s("rect", { class: css, y: place.top, height: place.bottom - place.top, visibility: "hidden" });
  const [chosen, marked] = [band("skx-band skx-band-chosen"), band("skx-band")];
  const guide = s("path", { class: "skx-guide" });
  append(svg, [chosen, seriesAxes(chart, place), guide, chart.series.slice().reverse().map((line) =>
    seriesLine(line, place, lo, hi, chart.series.length === 1)), marked]);
  if (chart.inside && lo <= hi) seriesBand(chosen, place, lo, hi);
  const points = seriesPoints(chart, place, svg, kept);
  brushKeys(chart, board, { svg, place, points, marked, tip, guide });
  brushMouse(chart, board, { svg, place, points, marked, tip, guide });
  return [svg, tip];
}

// where things stand, in pixels
function seriesPlace(chart, width) {
  const most = Math.max(0, ...chart.series.flatMap((line) => line.values));
  const ticks = seriesTicks(most, chart.rate);
  const left = 14 + 7 * Math.max(...ticks.map((tick) => seriesNumber(tick, true).length));
  const [top, bottom, right] = [chart.series.length > 1 ? 28 : 40, width < 700 ? 240 : 290, width - 12];
  const n = chart.periods.length;
  const edge = Math.min(26, (right - left) / (2 * n));
  const per = n > 1 ? (right - left - 2 * edge) / (n - 1) : right - left;
  const x = (i) => (n > 1 ? left + edge + i * per : (left + right) / 2);
  const y = (value) => bottom - ((bottom - top) * value) / ticks.at(-1);
  const at = (px) => Math.max(0, Math.min(n - 1, Math.round((px - x(0)) / per)));
  const size = per >= 16 ? 0.8 : per >= 7 ? 0.6 : 0.4;
  return { left, right, top, bottom, per, x, y, at, ticks, size, height: bottom + (chart.by === "month" ? 42 : 28) };
}

// from zero in at most five steps of 1, 2, 2.5 or 5 times a power of ten; counts in whole steps
function seriesTicks(most, rate) {
  const power = 10 ** Math.floor(Math.log10((most || 1) / 5));
  const whole = (step) => rate || Number.isInteger(step);
  const step = [1, 2, 2.5, 5, 10, 20, 50, 100].map((n) => n * power).find((n) => whole(n) && n * 5 >= (most || 1)) || 1;
  const ticks = [0];
  while (ticks.at(-1) < (most || 1) * 0.999) ticks.push(Number((ticks.length * step).toPrecision(6)));
  return ticks;
}

function seriesAxes(chart, place) {
  const { left, right, bottom } = place;
  const text = (x, y, anchor, words) => s("text", { x, y, "text-anchor": anchor }, words);
  const rules = place.ticks.map((tick) => [
    s("path", { class: tick ? "skx-grid" : "skx-baseline", d: `M${left} ${place.y(tick)}H${right}` }),
    text(left - 7, place.y(tick) + 4, "end", seriesNumber(tick, true)),
  ]);
  const days = seriesDays(chart, place).map(({ i, above, below }) => [
    s("path", { class: "skx-baseline", d: `M${place.x(i)} ${bottom}v${below ? 7 : 4}` }),
    text(place.x(i), bottom + 19, "middle", above), below && text(place.x(i), bottom + 34, "middle", below),
  ]);
  return s("g", { class: "skx-axes", "aria-hidden": "true" }, text(2, 13, "start", chart.unit), rules, days);
}

// months with their year below the first of it, as many as do not touch; years alone where months have no room
function seriesDays(chart, place) {
  const month = chart.by === "month";
  const year = (period) => Number(period.slice(0, 4));
  const number = (period) => (month ? 12 * year(period) + Number(period.slice(5, 7)) - 1 : year(period));
  const room = (step) => step * place.per >= (month && step < 12 ? 34 : 44);
  const step = (month ? [1, 2, 3, 6, 12, 24, 60, 120, 240] : [1, 2, 5, 10, 20, 50]).find(room) || 600;
  const name = (period) => new Date(`${period}-01T00:00Z`).toLocaleString("en", { month: "short", timeZone: "UTC" });
  let last = "";
  return chart.periods.flatMap((period, i) => {
    if (number(period) % step && chart.periods.length > 1) return [];
    if (!month || step >= 12) return [{ i, above: period.slice(0, 4), below: "" }];
    const below = period.slice(0, 4) === last ? "" : period.slice(0, 4);
    last = period.slice(0, 4);
    return [{ i, above: name(period), below }];
  });
}

// the line with a gap where nothing was searched, faint outside lo to hi; points of a single line that are all alone stand on stems
function seriesLine(line, place, lo, hi, single) {
  const known = (i) => (line.values[i] ?? null) !== null;
  const alone = single && !line.values.some((_, i) => known(i) && known(i + 1));
  const at = (i) => `${place.x(i).toFixed(1)} ${place.y(line.values[i]).toFixed(1)}`;
  const runs = { near: "", far: "", stem: "" };
  line.values.forEach((_, i) => {
    if (!known(i)) return;
    const inside = (n) => !line.faint && n >= lo && n <= hi;
    if (known(i - 1)) runs[inside(i) && inside(i - 1) ? "near" : "far"] += `M${at(i - 1)}L${at(i)}`;
    else if (alone) runs.stem += `M${at(i)}V${place.bottom}`;
  });
  // one stroke for each run of neighbours, so that the dashes go on
  const joined = (d) => d.replace(/L([\d. -]+)M\1(?=L)/g, "L$1");
  const stroke = { stroke: seriesColour(line), "stroke-dasharray": line.dash || null };
  return s("g", { class: "skx-course", "aria-hidden": "true" },
    runs.stem && s("path", { class: "skx-stem", d: runs.stem, stroke: seriesColour(line) }),
    runs.far && s("path", { class: "skx-far", d: joined(runs.far), ...stroke }),
    runs.near && s("path", { d: joined(runs.near), ...stroke }));
}

function seriesBand(rect, place, a, b) {
  const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
  const half = Math.min(place.per / 2, 26);
  const from = Math.max(place.left, place.x(lo) - half);
  rect.setAttribute("x", from);
  rect.setAttribute("width", Math.max(2, Math.min(place.right, place.x(hi) + half) - from));
  rect.setAttribute("visibility", "visible");
}

// The points: all of them elements, or, where they are too many, dots and one element that goes where the keys go.
function seriesPoints(chart, place, svg, kept) {
  const [lo, hi] = chart.inside || [0, chart.periods.length - 1];
  const known = (n, i) => (chart.series[n].values[i] ?? null) !== null;
  const total = chart.series.reduce((sum, line) => sum + line.values.filter((value) => value !== null).length, 0);
  const all = total <= SERIES_POINTS;
  const made = new Map();
  const make = (n, i) => {
    const node = seriesPoint(chart, place, n, i, chart.series[n].faint || i < lo || i > hi);
    made.set(`${n}:${i}`, node);
    svg.append(node);
    return node;
  };
  for (let n = chart.series.length - 1; n >= 0; n--) {
    const line = chart.series[n];
    const there = chart.periods.map((_, i) => i).filter((i) => known(n, i));
    if (all) for (const i of there) make(n, i);
    else append(svg, seriesDots(line, place, there, (i) => line.faint || i < lo || i > hi));
  }
  let here = null;
  const stand = (n, i) => {
    if (here && !all) { here.remove(); made.clear(); }
    else if (here) here.setAttribute("tabindex", "-1");
    here = made.get(`${n}:${i}`) || make(n, i);
    here.setAttribute("tabindex", "0");
    kept.at = here.dataset.key;
    return here;
  };
  const spots = chart.series.flatMap((_, n) => chart.periods.map((_, i) => [n, i])).filter(([n, i]) => known(n, i));
  const first = spots.find(([n, i]) => `point:${chart.periods[i]}:${chart.series[n].key}` === kept.at)
    || spots.find(([n, i]) => !chart.series[n].faint && i >= lo && i <= hi) || spots[0];
  if (first) stand(...first);
  return { known, stand };
}

function seriesDots(line, place, there, isFar) {
  return [false, true].map((far) => s("path", { class: `skx-dots${far ? " skx-far" : ""}`, stroke: seriesColour(line),
    "aria-hidden": "true", d: there.filter((i) => far === isFar(i))
      .map((i) => `M${place.x(i).toFixed(1)} ${place.y(line.values[i]).toFixed(1)}h0`).join("") }));
}

function seriesPoint(chart, place, n, i, far) {
  const line = chart.series[n];
  const inside = chart.inside && chart.inside[0] === i && chart.inside[1] === i;
  const few = chart.series.length === 1 && place.per >= 44; // room for the number itself
  return s("g", { class: `skx-point${far ? " skx-far" : ""}`, role: "button", tabindex: "-1", "data-n": n, "data-i": i,
    key: `point:${chart.periods[i]}:${line.key}`, "aria-label": seriesTold(chart, n, i),
    "aria-pressed": String(Boolean(inside && !line.faint)),
    transform: `translate(${place.x(i).toFixed(1)} ${place.y(line.values[i]).toFixed(1)})` },
    few && s("text", { class: "skx-value", y: -10, "text-anchor": "middle" }, seriesNumber(line.values[i])),
    s("circle", { class: "skx-ring", r: 9 }),
    s("g", { transform: `scale(${place.size}) translate(-6 -6)` }, shapeOf(line.marker, seriesColour(line))));
}

function seriesTold(chart, n, i) {
  const line = chart.series[n];
  const articles = `${seriesNumber(line.articles[i])} article${line.articles[i] === 1 ? "" : "s"}`;
  const noun = line.counts[i] === 1 ? chart.table.slice(0, -1) : chart.table;
  const count = `${seriesNumber(line.counts[i])} ${noun}`;
  const where = chart.table === "articles" ? "" : ` in ${articles}`;
  const value = chart.rate ? `${seriesNumber(line.values[i])} ${chart.unit}, ` : "";
  return `${chart.periods[i]}${line.label ? `, ${line.label}` : ""}: ${value}${count}${where}`;
}

// made once: a formatter costs more than all that it formats
const SERIES_FORMS = [1, 2, 4].map((digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits }));

function seriesNumber(value, tick) {
  return SERIES_FORMS[tick ? 2 : value < 10 ? 1 : 0].format(value);
}
