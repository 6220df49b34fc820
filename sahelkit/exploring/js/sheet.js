// The sheet under a chart: the sentences a number rests on, and beside them the article, scrolled to the place.
// What outlives a redraw, by board: how far the list is scrolled, which reasons are open, which marks are switched off.
const KEPT = new WeakMap();

function drawSheet(sheet, board) {
  if (!sheet.items) return h("div", { class: "skx-evidence" });
  const kept = keptOf(sheet, board);
  const article = sheet.article;
  const list = sheet.items.length ? sentenceList(sheet, board, kept) : h("p", { class: "skx-none" }, "no sentences");
  const sentences = h("div", { class: "skx-sentences" }, h("h3", { class: "skx-sheet-head" }, sheet.heading), list);
  const parts = h("div", { class: "skx-sheet-parts" }, sentences, article ? drawArticle(article, kept) : null);
  const element = h("div", { class: article ? "skx-evidence skx-open" : "skx-evidence" }, parts);
  KEPT.set(element, kept);
  for (const [n, text] of kept.reasons) putReason(element, n, text);
  return element;
}

// The same list, longer or with an article beside it, keeps its place; another list begins at its top.
function keptOf(sheet, board) {
  const first = sheet.items[0];
  const list = JSON.stringify([sheet.heading, first && first.article_id, first && first.start, first && first.rows]);
  const before = KEPT.get(board);
  if (before && before.list === list) return before;
  const kept = { list, top: 0, reasons: new Map(), off: before ? before.off : new Set() };
  KEPT.set(board, kept);
  return kept;
}

function sentenceList(sheet, board, kept) {
  const open = sheet.article && sheet.items.find((item) => holds(item, sheet.article));
  const items = sheet.items.map((item) => drawItem(item, item === open, board));
  const left = sheet.total - sheet.items.length;
  const more = left > 0 && smallButton("more", () => board.send({ kind: "more" }), { class: "skx-small-button skx-more" },
    `more sentences (${left.toLocaleString("en")} left)`);
  const box = h("div", { class: "skx-list", tabindex: 0, role: "region", "aria-label": `Sentences: ${sheet.heading}`, key: "list",
    onscroll: () => { kept.top = box.scrollTop; }, onkeydown: (event) => walk(event, box) }, h("ol", {}, items), more);
  const top = kept.top;
  onceShown(box, () => {
    box.scrollTop = top;
    const item = box.querySelector(".skx-item-open"); // two columns are narrower than one, so it may have moved away
    if (item && !isInside(box, item)) scrollInside(box, item, 0.3);
  });
  return box;
}

function holds(item, { article_id, at }) {
  return item.article_id === article_id && at && item.start <= at[0] && at[0] < item.end;
}

function drawItem(item, open, board) {
  const read = () => board.send({ kind: "read", n: item.n });
  const said = h("p", {
    class: "skx-said", tabindex: 0, role: "button", key: `said:${item.n}`, "aria-pressed": String(Boolean(open)),
    onclick: () => String(getSelection()) || read(), // words are also there to be selected and copied
    onkeydown: (event) => whenPressed(event, read),
  }, item.pieces.map(([text, marked]) => (marked ? h("mark", {}, text) : text)));
  const buttons = h("span", { class: "skx-item-buttons" },
    smallButton(`read:${item.n}`, read, { "aria-label": `article: ${beginning(item)}` }, "article"),
    item.explained && smallButton(`why:${item.n}`, (event) => askWhy(event, item.n, board),
      { "aria-expanded": "false", "aria-label": `why? ${beginning(item)}` }, "why?"));
  return h("li", { class: open ? "skx-item skx-item-open" : "skx-item", "data-n": item.n }, said,
    h("div", { class: "skx-from" }, item.zone ? h("b", {}, item.zone) : null,
      h("span", { class: "skx-where", title: item.where }, item.where), buttons));
}

function smallButton(key, onclick, attributes, label) {
  return h("button", { type: "button", class: "skx-small-button", key, onclick, ...attributes }, label);
}

function beginning(item) {
  return item.pieces.map(([text]) => text).join("").slice(0, 60);
}

function whenPressed(event, act) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault(); // a space would scroll the list
  act();
}

// Up and down go from sentence to sentence, right to the article, Escape there back; on the list itself they scroll it.
function walk(event, box) {
  const item = event.target.closest("li");
  if (!item) return;
  const to = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling }[event.key];
  const text = event.key === "ArrowRight" && box.closest(".skx-evidence").querySelector(".skx-text");
  if (!to && !text) return;
  event.preventDefault();
  (text || to.querySelector(".skx-said")).focus({ preventScroll: true });
  if (to && !isInside(box, to)) scrollInside(box, to, 0.3);
}

function walkBack(event) {
  const said = event.key === "Escape" && event.target.closest(".skx-evidence").querySelector(".skx-item-open .skx-said");
  if (said) said.focus({ preventScroll: true });
}

function askWhy(event, n, board) {
  const sheet = event.target.closest(".skx-evidence");
  if (KEPT.get(sheet).reasons.has(n)) {
    KEPT.get(sheet).reasons.delete(n);
    putReason(sheet, n, null);
  } else board.send({ kind: "why", n });
}

// Shows why a row is there below its sentence; `element` is what drawSheet gave, or anything that holds it.
function showWhy(element, n, text) {
  const sheet = element.matches(".skx-evidence") ? element : element.querySelector(".skx-evidence");
  if (!sheet) return;
  KEPT.get(sheet).reasons.set(n, text);
  putReason(sheet, n, text);
}

function putReason(sheet, n, text) {
  const item = sheet.querySelector(`.skx-item[data-n="${Number(n)}"]`);
  if (!item) return;
  for (const old of item.querySelectorAll(".skx-why")) old.remove();
  const button = item.querySelector("[aria-expanded]");
  if (button) button.setAttribute("aria-expanded", String(text !== null));
  if (text === null) return;
  const lines = text.split("\n").map((line) => h("div", { class: line ? null : "skx-why-next" }, reasonLine(line)));
  item.append(h("div", { class: "skx-why", role: "status" }, lines));
}

function reasonLine(line) {
  const colon = line.indexOf(": ");
  return colon < 0 ? line : [h("b", {}, line.slice(0, colon)), line.slice(colon)];
}

function drawArticle(article, kept) {
  const text = h("div", { class: "skh-text skx-text", tabindex: 0, role: "region", key: "text",
    "aria-label": `Text of ${article.title}`, onkeydown: walkBack });
  // The one innerHTML of the board. It is safe: sahelkit.showing.highlight makes this HTML and escapes all that comes
  // from articles, catalogs and lexicons; the browser could not tell its marks from text otherwise.
  text.innerHTML = article.html;
  const target = text.querySelector(".skh-target");
  if (target) {
    target.setAttribute("data-lm-suppress-shortcuts", "true");
    onceShown(text, () => scrollInside(text, target, 0.3));
  }
  for (const name of kept.off) switchMark(text, name, false);
  const link = article.url && h("a", { href: article.url, target: "_blank", rel: "noopener noreferrer", key: "url" }, "original page");
  return h("div", { class: "skx-article" },
    h("h3", { class: "skx-sheet-head" }, article.title),
    h("div", { class: "skx-from" }, h("span", {}, article.line), link || null),
    h("div", { class: "skx-legend", role: "group", "aria-label": "Marks shown in the article" },
      article.legend.map((entry) => legendButton(entry, text, kept))),
    text);
}

// A legend that switches: an article with every find marked is hard to read for one kind.
function legendButton([name, label, count], text, kept) {
  const press = (event) => {
    const on = kept.off.delete(name) || !kept.off.add(name);
    switchMark(text, name, on);
    event.currentTarget.setAttribute("aria-pressed", String(on));
  };
  return h("button", {
    type: "button", class: "skx-legend-mark", key: `mark:${name}`, "aria-pressed": String(!kept.off.has(name)),
    title: "show or hide these marks", onclick: press,
  }, h("span", { class: name }, label), ` ${count.toLocaleString("en")}`);
}

function switchMark(text, name, on) {
  const [from, to] = on ? [`${name}-off`, name] : [name, `${name}-off`];
  for (const node of text.querySelectorAll(`.${from}`)) node.classList.replace(from, to);
}

// A box has no height until it stands in a page that shows it; then, once, `act` finds it measured.
function onceShown(box, act) {
  const watcher = new ResizeObserver(() => {
    if (!box.clientHeight) return;
    watcher.disconnect();
    act();
  });
  watcher.observe(box);
}

function isInside(box, node) {
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  return inner.top >= outer.top && inner.bottom <= outer.bottom;
}

// scrollIntoView would move the notebook too.
function scrollInside(box, node, share) {
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  box.scrollTop += inner.top - outer.top - box.clientHeight * share;
}
