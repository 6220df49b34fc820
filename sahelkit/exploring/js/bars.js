// Bars that are buttons: the bar narrows everything, the number beside it opens its sentences.
const FIRST_BARS = 60;

function drawBars(chart, board) {
  const place = { mentions: 0, articles: 1, per_1000_words: 2 }[chart.value] || 0;
  const largest = Math.max(...chart.bars.map((bar) => bar.numbers[place] || 0), 0);
  const list = h("ul", { class: "skx-bars", "aria-label": chart.axis });
  const rows = chart.bars.map((bar) => barRow(bar, bar.numbers[place], largest, board));
  for (const button of rows.flatMap((row) => [...row.querySelectorAll("button")])) button.tabIndex = -1;
  append(list, rows.slice(0, FIRST_BARS));
  oneStop(list, (row, by, button) => {
    const n = Math.min(list.children.length - 1, Math.max(0, rows.indexOf(row) + by));
    focusUnder(button, rows[n]);
  })();
  const rest = rows.slice(FIRST_BARS);
  const more = rest.length > 0 && h("button", { class: "skx-plain", key: "all-bars", onclick: () => {
    append(list, rest);
    more.remove();
    rest[0].querySelector("button").focus();
  } }, `show ${rest.length.toLocaleString("en")} more`);
  const left = chart.more > 0 && h("p", { class: "skx-small" },
    `${chart.more.toLocaleString("en")} further rows are in the table that CSV saves`);
  return h("div", {}, rows.length ? list : empty("no rows"), more, left);
}

function barRow(bar, number, largest, board) {
  const share = largest > 0 ? (100 * (number || 0)) / largest : 0;
  const told = number === null ? "not known" : number.toLocaleString("en");
  const choice = bar.choice !== null;
  const inner = [
    h("span", { class: "skx-bar-label" }, markerOf(bar.marker, bar.colour), h("span", {}, bar.label)),
    h("span", { class: "skx-bar-track" },
      h("span", { class: "skx-bar-fill", style: `width:${share}%;background:${inkOf(bar.colour)}` })),
  ];
  return h("li", { class: `skx-bar-row${bar.faint ? " skx-faint" : ""}` },
    choice
      ? h("button", { class: "skx-bar", key: `bar:${bar.key}`, "aria-pressed": String(Boolean(bar.pressed)),
          title: `${bar.label}: narrow to it`, onclick: () => board.choose({ [bar.field]: bar.choice }, "toggle") }, inner)
      : h("span", { class: "skx-bar" }, inner),
    h("button", { class: "skx-number", key: `number:${bar.key}`, title: "show the sentences",
      "aria-label": `${told}: ${bar.label}, show the sentences`, onclick: () => board.open(bar.key) }, told));
}

function empty(words) {
  return h("p", { class: "skx-empty" }, words);
}

// matplotlib's marker letters as shapes of the same look, 12 by 12
const SHAPES = {
  o: ["circle", { cx: 6, cy: 6, r: 4.6 }],
  s: ["rect", { x: 1.8, y: 1.8, width: 8.4, height: 8.4 }],
  "^": ["polygon", { points: "6,1 11,10.6 1,10.6" }],
  v: ["polygon", { points: "6,11 11,1.4 1,1.4" }],
  "<": ["polygon", { points: "1,6 10.6,1 10.6,11" }],
  ">": ["polygon", { points: "11,6 1.4,1 1.4,11" }],
  D: ["polygon", { points: "6,0.6 11.4,6 6,11.4 0.6,6" }],
  P: ["polygon", { points: "4,1 8,1 8,4 11,4 11,8 8,8 8,11 4,11 4,8 1,8 1,4 4,4" }],
  X: ["polygon", { points: "3.5,1 6,3.5 8.5,1 11,3.5 8.5,6 11,8.5 8.5,11 6,8.5 3.5,11 1,8.5 3.5,6 1,3.5" }],
  p: ["polygon", { points: "6,0.8 11.2,4.6 9.2,10.8 2.8,10.8 0.8,4.6" }],
  "*": ["polygon", { points: "6,0.4 7.4,4.3 11.6,4.4 8.3,6.9 9.5,11 6,8.6 2.5,11 3.7,6.9 0.4,4.4 4.6,4.3" }],
  h: ["polygon", { points: "6,0.8 10.5,3.4 10.5,8.6 6,11.2 1.5,8.6 1.5,3.4" }],
};

// the palette's grey is made for white paper
function inkOf(colour) {
  return colour === "#5A5A5A" ? "var(--skx-grey)" : colour;
}

function shapeOf(marker, name, hollow, more) {
  const colour = inkOf(name);
  const [tag, attributes] = SHAPES[marker] || SHAPES.o;
  return s(tag, { ...attributes, fill: hollow ? "var(--skx-paper)" : colour, stroke: colour, "stroke-width": 1.6, ...more });
}

function markerOf(marker, colour, hollow) {
  return s("svg", { class: "skx-marker", viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" },
    shapeOf(marker, colour, hollow));
}
