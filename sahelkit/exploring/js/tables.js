// Tables drawn line by line: the concordance with its keyword in one column, and any rows whose cells can be chosen.
const LINE = 28; // pixels of a line

function drawKwic(chart, board) {
  if (!chart.total) return empty("no occurrences");
  return lazyLines({ total: chart.total, height: LINE, first: chart.lines, label: "occurrences", most: 24,
    ask: board.lines, draw: (line, n) => kwicLine(line, n, board) });
}

function kwicLine(line, n, board) {
  return h("div", { class: "skx-kwic" },
    h("span", { class: "skx-kwic-left" }, h("span", {}, line.left)),
    h("span", { class: "skx-kwic-right" },
      h("button", { class: "skx-keyword", key: `kwic:${n}`, title: "show the article here",
        onclick: () => board.open(String(n)) }, line.keyword),
      line.right),
    h("button", { class: "skx-cell skx-where", key: `where:${n}`, title: `narrow to this article: ${line.where}`,
      onclick: () => board.choose({ article: line.article }, "narrow") }, line.where));
}

// chart.columns: [{label, width, align, narrow}], narrow "" leaves a column out where there is little room; a line is
// {cells: [...]}; a cell is a text, or {text, fields, pressed, key, bar}
function drawTable(chart, board) {
  if (!chart.total) return empty("no rows");
  const columns = chart.columns.map((column) => ({ ...column, narrow: column.narrow ?? column.width }));
  const style = gridOf(columns);
  const head = h("div", { class: "skx-row skx-row-head", style, "aria-hidden": "true" },
    columns.map((column) => h("span", { class: cssOf(column) }, column.label)));
  const lines = lazyLines({ total: chart.total, height: chart.height || LINE, first: chart.lines, label: chart.label,
    most: chart.most || 18, ask: board.lines, draw: (line, n) => h("div", { class: "skx-row", style },
      line.cells.map((cell, i) => tableCell(cell, columns[i], `${n}:${i}`, board))) });
  return h("div", { class: "skx-table" }, head, lines);
}

function tableCell(cell, column, key, board) {
  const css = cssOf(column);
  if (cell === null || typeof cell !== "object") return h("span", { class: css, title: cell }, cell);
  if (cell.fields) {
    return h("button", { class: `skx-cell ${css}`, key: `cell:${key}`, title: `${column.label}: narrow to ${cell.text}`,
      "aria-pressed": String(Boolean(cell.pressed)), onclick: () => board.choose(cell.fields, cell.how || "narrow") },
      cell.text);
  }
  const bar = cell.bar !== undefined && cell.bar !== null && h("span", { class: "skx-cell-bar", "aria-hidden": "true",
    style: `width:${Math.max(0, Math.min(100, 100 * cell.bar))}%` });
  if (cell.key === undefined) return h("span", { class: `${css}${bar ? " skx-barred" : ""}`, title: cell.text }, bar, cell.text);
  return h("button", { class: `skx-number ${css}`, key: `open:${key}`, "aria-label": `${cell.text}: ${column.label}, show the sentences`,
    title: "show the sentences", onclick: () => board.open(cell.key) }, bar, h("span", {}, cell.text));
}

function cssOf(column) {
  return `${column.align === "right" ? "skx-right" : "skx-left"}${column.narrow ? "" : " skx-only-wide"}`;
}

// Bars beside the lines they sum up.
function drawParts(chart, board) {
  return h("div", { class: "skx-parts" }, h("div", {}, drawBars(chart.bars, board)), drawTable(chart, board));
}
