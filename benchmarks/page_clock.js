// Times what a reader waits for, inside the page: from the event that she causes to the frame that shows the answer.
// `pageClock.arm` is called before the event, and `pageClock.answer` is then a promise of milliseconds.
(() => {
  const GIVE_UP = 120000;
  const watchers = new Set();

  // A chart of ipympl comes as a picture drawn on a canvas, which changes nothing that a MutationObserver sees.
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function draw(...given) {
    drawImage.apply(this, given);
    if (this.canvas.isConnected) for (const look of watchers) look();
  };

  const inSight = (selector) =>
    [...document.querySelectorAll(selector)].find((node) => node.getBoundingClientRect().height > 0);
  const contentOf = (node) => (node instanceof HTMLCanvasElement ? pixelsOf(node) : node.innerHTML);

  function pixelsOf(canvas) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum = (sum * 31 + data[at]) | 0;
    return sum;
  }

  function frames(count, then) {
    if (count) requestAnimationFrame(() => frames(count - 1, then));
    else then();
  }

  // event: what begins it; selector: where the answer shows; fresh: a new element rather than new content.
  function arm({ event, selector, fresh, count }) {
    const node = inSight(selector);
    const before = node && !fresh ? contentOf(node) : null;
    let began = null;
    window.pageClock.answer = new Promise((resolve, reject) => {
      const observer = new MutationObserver(() => look());
      const stop = () => { observer.disconnect(); watchers.delete(look); };
      const look = () => {
        const now = began === null ? null : inSight(selector);
        if (!now || (fresh ? now === node : contentOf(now) === before)) return;
        stop();
        frames(count, () => resolve(performance.now() - began));
      };
      window.addEventListener(event, (told) => { began = told.timeStamp; }, { capture: true, once: true });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      watchers.add(look);
      setTimeout(() => { stop(); reject(new Error(`${selector} did not change after ${event}`)); }, GIVE_UP);
    });
  }

  window.pageClock = { arm, answer: null };
})();
