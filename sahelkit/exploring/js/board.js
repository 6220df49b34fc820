// The board: conditions, tabs, the view in sight, its evidence. It draws what the kernel says and sends what is chosen.
const CHARTS = {
  bars: drawBars, kwic: drawKwic, table: drawTable, parts: drawParts,
  series: typeof drawSeries === "undefined" ? undefined : drawSeries,
  axis: typeof drawAxis === "undefined" ? undefined : drawAxis,
};

const OF_ANSWER = new Set(["open", "more", "read", "why", "save"]);

function stampOf(model, { kind }) {
  return model.get(kind === "open" || kind === "save" ? "shown" : "sheet").stamp;
}

function makeBoard(model) {
  const pending = new Map();
  const board = {
    prefix: `skx-${Math.random().toString(36).slice(2)}`, // ids of two explorers on one page differ
    // what speaks of things in sight says of which answer they are, since another may be on its way
    send: (message) => model.send(OF_ANSWER.has(message.kind) ? { ...message, stamp: stampOf(model, message) } : message),
    choose: (fields, how) => model.send({ kind: "choose", fields, how }),
    lines: (lo, hi) => new Promise((resolve) => {
      const { stamp } = model.get("shown");
      pending.set(`${stamp}:${lo}`, resolve);
      model.send({ kind: "lines", lo, hi, stamp });
    }),
    told: ({ stamp, lo, lines }) => {
      const resolve = pending.get(`${stamp}:${lo}`);
      pending.delete(`${stamp}:${lo}`);
      if (resolve) resolve(lines);
    },
    forget: () => pending.clear(),
  };
  return board;
}

function render({ model, el }) {
  const board = makeBoard(model);
  const chips = h("div", { class: "skx-chips", role: "group", "aria-label": "Conditions" });
  const tabs = h("div", { class: "skx-tabs", role: "tablist", "aria-label": "Views" });
  const view = h("div", { class: "skx-view", role: "tabpanel" });
  const sheet = h("section", { class: "skx-sheet", "aria-label": "Evidence" });
  const status = h("div", { class: "skx-status", role: "status" });
  const root = h("div", { class: "skx" }, chips, tabs, view, status, sheet);
  let asked = false; // whether the sentences were asked for, and did not just follow a filter
  board.open = (key) => { asked = true; board.send({ kind: "open", key }); };
  board.say = (words) => { status.textContent = words; };

  const drawShown = () => keepingFocus(root, () => {
    const shown = model.get("shown");
    if (!shown.tabs) return;
    board.forget();
    status.textContent = "";
    chips.replaceChildren(...drawChips(shown, board));
    tabs.replaceChildren(...drawTabs(shown, model.get("counts"), board));
    view.setAttribute("aria-labelledby", `${board.prefix}-${shown.active}`);
    view.replaceChildren(...drawView(shown, board));
  });
  const drawCounts = () => {
    for (const tab of tabs.children) tab.lastChild.textContent = countOf(model.get("counts"), tab.dataset.name);
  };
  const drawSheetNow = () => {
    keepingFocus(root, () => sheet.replaceChildren(drawSheet(model.get("sheet"), board)));
    if (asked) bringIntoView(sheet);
    asked = false;
  };
  model.on("change:shown", drawShown);
  model.on("change:counts", drawCounts);
  model.on("change:sheet", drawSheetNow);
  model.on("msg:custom", (message, buffers) => {
    if (message.kind === "lines") board.told(message);
    if (message.kind === "file") download(message, buffers[0], board);
    if (message.kind === "told") board.say(message.text);
    if (message.kind === "why") showWhy(sheet, message.n, message.text);
  });
  drawShown();
  drawSheetNow();
  el.append(root);
  return () => model.off();
}

// Where the screen is low, sentences that were asked for may lie below it: then, and only then, the page moves.
function bringIntoView(sheet) {
  const { top } = sheet.getBoundingClientRect();
  const scroller = sheet.closest(".jp-WindowedPanel-outer, .jp-Notebook") || document.documentElement;
  const bottom = Math.min(scroller.getBoundingClientRect().bottom, window.innerHeight);
  if (bottom - top < 160) sheet.scrollIntoView({ block: "nearest" });
}

// After a redraw the focus goes back to what has the same key; where that is gone or disabled, to the tab in sight.
function keepingFocus(root, draw) {
  const old = root.contains(document.activeElement) ? document.activeElement : null;
  const key = old && old.closest("[data-key]") ? old.closest("[data-key]").dataset.key : null;
  const marks = old && "selectionStart" in old && old.type === "text" ? [old.selectionStart, old.selectionEnd] : null;
  draw();
  if (!old || root.contains(document.activeElement)) return;
  const again = key && [...root.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key && !node.disabled);
  const target = again || root.querySelector("[role=tab][aria-selected=true]");
  if (target) target.focus({ preventScroll: true });
  if (again && marks && again.setSelectionRange) again.setSelectionRange(...marks);
}

function drawChips(shown, board) {
  const chips = shown.chips.map((chip) => h("button", {
    class: `skx-chip${chip.applies ? "" : " skx-ignored"}`, key: `chip:${chip.field}:${chip.value}`,
    title: chip.applies ? "take this condition away" : "does not apply to this view; take it away",
    onclick: () => board.send({ kind: "drop", field: chip.field, value: chip.value }),
  }, chip.text, chip.applies ? null : " (not applying here)", h("span", { "aria-hidden": "true" }, " ×")));
  const none = !chips.length && h("span", { class: "skx-small" }, "no conditions: the whole corpus");
  return [
    ...chips, none,
    h("span", { class: "skx-push" }),
    h("button", { class: "skx-plain", key: "undo", disabled: !shown.can_undo,
      onclick: () => board.send({ kind: "undo" }) }, "Undo"),
    h("button", { class: "skx-plain", key: "clear", disabled: !chips.length,
      onclick: () => board.send({ kind: "clear" }) }, "Clear all"),
  ].filter(Boolean);
}

function drawTabs(shown, counts, board) {
  return shown.tabs.map((tab, n) => {
    const active = tab.name === shown.active;
    const go = (to) => board.send({ kind: "tab", name: shown.tabs[(to + shown.tabs.length) % shown.tabs.length].name });
    return h("button", {
      class: "skx-tab", role: "tab", id: `${board.prefix}-${tab.name}`, "aria-selected": String(active),
      tabindex: active ? "0" : "-1", "data-name": tab.name, onclick: () => (active && !shown.error) || go(n),
      onkeydown: (event) => {
        const to = { ArrowRight: n + 1, ArrowLeft: n - 1, Home: 0, End: shown.tabs.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        go(to);
      },
    }, tab.label, " ", h("span", { class: "skx-count" }, countOf(counts, tab.name)));
  });
}

function countOf(counts, name) {
  return counts[name] === undefined || counts[name] === null ? "–" : counts[name].toLocaleString("en");
}

function drawView(shown, board) {
  if (shown.error) return [drawOptions(shown, board), h("p", { class: "skx-error", role: "alert" }, shown.error)];
  const chart = CHARTS[shown.chart.kind];
  return [
    h("div", { class: "skx-head" },
      h("div", {}, h("h3", { class: "skx-title" }, shown.title), h("p", { class: "skx-small" }, shown.caption)),
      drawTools(shown, board)),
    drawOptions(shown, board),
    shown.notes.map((note) => h("p", { class: "skx-note" }, note)),
    h("div", { class: "skx-chart" }, chart(shown.chart, board)),
    h("details", { class: "skx-as-code" }, h("summary", { key: "code" }, "This view as code"),
      h("code", { class: "skx-code" }, shown.code)),
  ].flat().filter(Boolean);
}

function drawTools(shown, board) {
  const save = (format) => h("button", { class: "skx-plain", key: `save:${format}`,
    onclick: () => { board.say(`making ${format.toUpperCase()} …`); board.send({ kind: "save", format }); },
  }, format.toUpperCase());
  return h("div", { class: "skx-tools" },
    h("button", { class: "skx-plain", key: "copy", onclick: () => copy(shown.code, board) }, "Copy as code"),
    h("span", { class: "skx-saves", role: "group", "aria-label": "Save as" }, h("span", { class: "skx-small" }, "Save as"),
      save("png"), save("svg"), save("csv")));
}

function drawOptions(shown, board) {
  if (!shown.options.length) return null;
  return h("div", { class: "skx-options" }, shown.options.map((option) => {
    const tell = (value) => board.send({ kind: "option", name: option.name, value });
    const common = { key: `option:${option.name}`, onchange: (event) => tell(event.target.value) };
    if (option.kind === "check") {
      return h("label", {}, h("input", { type: "checkbox", ...common, checked: Boolean(option.value),
        onchange: (event) => tell(event.target.checked) }), ` ${option.label}`);
    }
    if (option.kind === "select") {
      return h("label", {}, `${option.label} `, h("select", common, option.choices.map(([value, label]) =>
        h("option", { value, selected: value === option.value }, label))));
    }
    const number = option.kind === "number";
    return h("label", {}, `${option.label} `, h("input", { type: number ? "number" : "text", min: number && "1",
      placeholder: option.hint, ...common,
      value: option.value, onchange: (event) => tell(number ? Number(event.target.value) : event.target.value) }));
  }));
}

async function copy(code, board) {
  try {
    await navigator.clipboard.writeText(code);
  } catch {
    const area = h("textarea", { class: "skx-away", "aria-label": "code", value: code });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  board.say(`copied: ${code}`);
}

function download(message, buffer, board) {
  const address = URL.createObjectURL(new Blob([buffer], { type: message.mime }));
  h("a", { href: address, download: message.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  board.say(`saved as ${message.name}`);
}

export default { render };
