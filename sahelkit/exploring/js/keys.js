// Keys typed in a control must not move or change notebook cells. JupyterLab leaves an element's keys alone when the
// element itself (an ancestor is not enough) carries this attribute. Controls are drawn again at times, so keep watch,
// but only of what was added: the board beside them may hold thousands of nodes, and marks its own.
const FOCUSABLE = "input, select, textarea, button, a, [tabindex]";

function guard(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.matches(FOCUSABLE)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const inner of node.querySelectorAll(FOCUSABLE)) inner.setAttribute("data-lm-suppress-shortcuts", "true");
}

function render({ el }) {
  el.style.display = "none";
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(guard);
  });
  let frame = 0;
  const attach = () => {
    if (!el.isConnected) return void (frame = requestAnimationFrame(attach));
    const watched = el.closest(".skx-filters, .skx-panel, .skh-panel") || el.parentElement;
    guard(watched);
    watcher.observe(watched, { childList: true, subtree: true });
  };
  attach();
  return () => {
    cancelAnimationFrame(frame);
    watcher.disconnect();
  };
}

export default { render };
