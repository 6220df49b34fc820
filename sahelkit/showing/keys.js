// Keys typed in a control must not move or change notebook cells. JupyterLab leaves an element's keys alone when the
// element itself (an ancestor is not enough) carries this attribute; controls are drawn again at times, so keep watch.
const FOCUSABLE = "input, select, textarea, button, a, [tabindex]";

function guard(root) {
  for (const node of root.querySelectorAll(FOCUSABLE)) {
    if (!node.hasAttribute("data-lm-suppress-shortcuts")) node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
}

function render({ el }) {
  el.style.display = "none";
  const watcher = new MutationObserver(() => el.isConnected && guard(watched));
  let watched = null;
  const attach = () => {
    watched = el.closest(".skh-panel");
    if (!watched) return requestAnimationFrame(attach);
    guard(watched);
    watcher.observe(watched, { childList: true, subtree: true });
  };
  attach();
  return () => watcher.disconnect();
}

export default { render };
