// Elements are made here and nowhere else: strings become text nodes, so markup in an article stays text.
const FOCUSABLE = new Set(["button", "input", "select", "textarea", "a", "summary"]);
const SVG = "http://www.w3.org/2000/svg";

function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// `key` names an element across redraws, so that focus can return to it; a missing or false attribute is left out.
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name === "key" ? "data-key" : name, value === true ? "" : String(value));
  }
  // JupyterLab leaves the keys of an element alone when the element itself says so
  if (FOCUSABLE.has(node.localName) || node.hasAttribute("tabindex")) {
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}
