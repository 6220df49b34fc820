// A picker: a button that says what is chosen, and a popup with checkboxes. The popup is a popover: it lies in the
// browser's top layer, where no output area can clip it. Of the list only the rows in sight are in the page.
const ROW = 28; // height of a row in CSS pixels, as in picker.css
const MARGIN = 8; // rows drawn above and below those in sight
const SEARCH_OVER = 8; // options that need no search
const LONG = 45; // characters of a text that need a wide popup
const GAP = 4;

// "Burkina" finds "BURKINA", "Goita" finds "Goïta"
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function readOptions(model) {
  const options = model.get("options").map(([value, text, aside]) => ({ value, text, aside, folded: null }));
  const known = new Set(options.map((option) => option.value));
  const unknown = model.get("value").filter((value) => !known.has(value));
  return [...unknown.map((value) => ({ value, text: value, aside: "", folded: null })), ...options];
}

function saidOf(model) {
  const value = model.get("value");
  if (value.length > 2) return `${value.length.toLocaleString("en")} chosen`;
  if (!value.length) return model.get("nothing") ? "none" : model.get("blank");
  const wanted = new Map(value.map((key) => [key, key]));
  for (const [key, text] of model.get("options")) if (wanted.has(key)) wanted.set(key, text);
  return [...wanted.values()].join(", ");
}

// The rows of the list that are in sight, and the active one, each at its place in a box as high as all of them.
// `state` holds options, shown (those that the search leaves), active (a place in shown) and rows (by place).
function drawRows(state) {
  const { list, box, rows, shown } = state;
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - MARGIN);
  const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + MARGIN);
  for (const [at, row] of rows) {
    if ((at < first || at >= last) && at !== state.active) drop(rows, at, row);
  }
  const held = new Set(state.model.get("value"));
  // the active row stays in the page out of sight too, else focus would be lost with it
  const places = state.active < first || state.active >= last ? [state.active] : [];
  for (let at = first; at < last; at++) places.push(at);
  for (const at of places) {
    if (at < 0 || at >= shown.length) continue;
    if (!rows.has(at)) addRow(state, at);
    const input = rows.get(at).querySelector("input");
    input.checked = held.has(shown[at].value);
    input.tabIndex = at === state.active ? 0 : -1;
    rows.get(at).classList.toggle("skx-picker-active", at === state.active);
  }
  box.style.height = `${shown.length * ROW}px`;
}

function drop(rows, at, row) {
  row.remove();
  rows.delete(at);
}

// Rows come in the order of the list, whichever way it was scrolled: a screen reader reads them in that order.
function addRow(state, at) {
  const { value, text, aside } = state.shown[at];
  const input = h("input", {
    type: "checkbox",
    onchange: () => state.toggle(value),
    onfocus: () => state.active !== at && state.activate(at, false),
  });
  const label = h("label", { title: text }, input, h("span", { class: "skx-picker-text" }, text || value),
    aside && h("span", { class: "skx-picker-aside" }, aside));
  const place = { "aria-posinset": at + 1, "aria-setsize": state.shown.length, style: `top: ${at * ROW}px` };
  const row = h("li", { class: "skx-picker-row", ...place }, label);
  const next = [...state.rows.keys()].filter((other) => other > at);
  state.box.insertBefore(row, next.length ? state.rows.get(Math.min(...next)) : null);
  state.rows.set(at, row);
}

function makeState(model, list, box) {
  const state = { model, list, box, options: [], shown: [], active: 0, rows: new Map() };
  state.forget = () => {
    for (const [at, row] of state.rows) drop(state.rows, at, row);
  };
  state.show = (wanted) => {
    const folded = fold(wanted);
    const fits = (option) => (option.folded ??= fold(`${option.text} ${option.value}`)).includes(folded);
    state.shown = folded ? state.options.filter(fits) : state.options;
    state.active = 0;
    state.forget();
    list.scrollTop = 0;
    drawRows(state);
  };
  state.activate = (at, focus = true) => {
    state.active = Math.max(0, Math.min(state.shown.length - 1, at));
    const top = state.active * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    drawRows(state);
    if (focus) state.rows.get(state.active)?.querySelector("input").focus({ preventScroll: true });
  };
  state.toggle = (value) => {
    const held = new Set(model.get("value"));
    if (!held.delete(value)) held.add(value);
    const ordered = state.options.map((option) => option.value).filter((key) => held.delete(key));
    commit(model, [...held, ...ordered]);
  };
  return state;
}

function commit(model, value) {
  model.set("nothing", false);
  model.set("value", value);
  model.save_changes();
}

// Below the button where there is room, else above it; never out of the window.
function place(button, popup) {
  const at = button.getBoundingClientRect();
  const [above, below] = [at.top, window.innerHeight - at.bottom];
  popup.style.maxHeight = `${Math.max(120, Math.min(380, Math.max(above, below) - 2 * GAP))}px`;
  popup.style.minWidth = `${Math.max(at.width, 200)}px`;
  const over = below < popup.offsetHeight + GAP && above > below;
  popup.style.top = `${over ? at.top - popup.offsetHeight - GAP / 2 : at.bottom + GAP / 2}px`;
  popup.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - popup.offsetWidth - GAP))}px`;
}

const MOVES = {
  ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, PageDown: (at) => at + 8, PageUp: (at) => at - 8,
  Home: () => 0, End: (at, n) => n - 1,
};

// Arrows move in the list, from the search down into it and back; Enter does what Space does.
function onListKey(event, state, search) {
  const inSearch = event.target === search;
  const inList = event.target.type === "checkbox";
  const move = MOVES[event.key];
  if (move && inSearch && event.key === "ArrowDown") state.activate(state.active);
  else if (move && inList && event.key === "ArrowUp" && state.active === 0 && search.isConnected) search.focus();
  else if (move && inList) state.activate(move(state.active, state.shown.length));
  else if (event.key === "Enter" && inList) state.toggle(state.shown[state.active].value);
  else if (event.key === "Enter" && inSearch && search.value && state.shown.length) {
    state.toggle(state.shown[state.active].value);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function makePopup(model) {
  const search = h("input", { type: "search", class: "skx-picker-search", autocomplete: "off", spellcheck: "false" });
  const box = h("ul", { class: "skx-picker-box", role: "list" });
  const list = h("div", { class: "skx-picker-list" }, box);
  const told = h("span", { class: "skx-picker-told", role: "status" });
  const clear = h("button", { type: "button", class: "skx-picker-clear" }, "clear");
  const hint = h("div", { class: "skx-picker-hint" });
  const popup = h("div", { class: "skx-picker-popup", popover: "manual", role: "dialog", tabindex: "-1" },
    hint, search, list, h("div", { class: "skx-picker-foot" }, told, clear));
  return { search, box, list, told, clear, hint, popup, state: makeState(model, list, box) };
}

// What the popup says besides its rows: what it is for, how many are chosen, how many the search leaves.
function tell(model, parts) {
  const { state, search, told, clear, hint, popup, box } = parts;
  const [label, n] = [model.get("label"), model.get("value").length];
  popup.setAttribute("aria-label", label);
  box.setAttribute("aria-label", label);
  search.setAttribute("aria-label", `Search ${label.toLowerCase()}`);
  search.placeholder = `search ${state.options.length.toLocaleString("en")}`;
  search.hidden = state.options.length <= SEARCH_OVER;
  hint.textContent = model.get("hint");
  hint.hidden = !model.get("hint");
  const found = state.options.length ? (state.shown.length ? "" : "no match") : "there are none";
  told.textContent = found || (n ? `${n.toLocaleString("en")} chosen` : model.get("blank"));
  clear.disabled = !n && !model.get("nothing");
}

function openPopup(model, button, parts) {
  const { state, search, popup } = parts;
  if (!popup.isConnected || popup.matches(":popover-open")) return;
  state.options = readOptions(model);
  search.value = "";
  popup.classList.toggle("skx-picker-wide", state.options.some((option) => option.text.length > LONG));
  popup.showPopover();
  button.setAttribute("aria-expanded", "true");
  state.show("");
  tell(model, parts);
  place(button, popup);
  const held = new Set(model.get("value"));
  state.activate(Math.max(0, state.shown.findIndex((option) => held.has(option.value))), search.hidden);
  if (!search.hidden) search.focus({ preventScroll: true });
  else if (!state.shown.length) popup.focus({ preventScroll: true });
}

function render({ model, el }) {
  const button = h("button", { type: "button", class: "skx-picker-button", "aria-haspopup": "dialog" });
  const parts = makePopup(model);
  const { state, search, list, clear, popup } = parts;
  const isOpen = () => popup.isConnected && popup.matches(":popover-open");
  const close = (back) => {
    if (isOpen()) popup.hidePopover();
    button.setAttribute("aria-expanded", "false");
    state.forget();
    if (back) button.focus();
  };
  const redraw = () => {
    const said = saidOf(model);
    const chosen = model.get("value").length > 0 || model.get("nothing");
    button.replaceChildren(h("span", { class: "skx-picker-label" }, `${model.get("label")}: `),
      h("span", { class: "skx-picker-said" }, said));
    button.classList.toggle("skx-picker-set", chosen);
    button.title = `${model.get("label")}: ${said}`;
    if (!isOpen()) return;
    drawRows(state);
    tell(model, parts);
  };
  const renew = () => {
    redraw();
    if (!isOpen()) return;
    state.options = readOptions(model);
    state.show(search.value);
    tell(model, parts);
  };
  const outside = (event) => isOpen() && !event.composedPath().includes(el) && close(false);
  const follow = (event) => isOpen() && !popup.contains(event.target) && place(button, popup);

  button.addEventListener("click", () => (isOpen() ? close(true) : openPopup(model, button, parts)));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    openPopup(model, button, parts);
  });
  search.addEventListener("input", () => {
    state.show(search.value);
    tell(model, parts);
  });
  list.addEventListener("scroll", () => requestAnimationFrame(() => isOpen() && drawRows(state)), { passive: true });
  clear.addEventListener("click", () => {
    commit(model, []);
    if (!search.hidden) search.focus();
    else state.activate(0);
  });
  popup.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return onListKey(event, state, search);
    event.preventDefault();
    event.stopPropagation();
    close(true);
  });
  // Tab leaves; a click on bare ground gives no new element, and `outside` sees it
  el.addEventListener("focusout", (event) => event.relatedTarget && !el.contains(event.relatedTarget) && close(false));
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", follow, true);
  window.addEventListener("resize", follow);
  const heard = { "change:value": redraw, "change:nothing": redraw, "change:options": renew, "change:label": redraw };
  for (const [name, listen] of Object.entries(heard)) model.on(name, listen);

  el.classList.add("skx-picker");
  el.append(button, popup);
  close(false);
  redraw();
  return () => {
    for (const [name, listen] of Object.entries(heard)) model.off(name, listen);
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("scroll", follow, true);
    window.removeEventListener("resize", follow);
  };
}

export default { render };
