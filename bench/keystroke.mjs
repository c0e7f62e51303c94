// Lets bench/keystroke.py type at the page's own pace. With ?peer in the address the table is left as the server
// sent it: the same page, whose input handler does nothing.
const live = location.search === "?peer" ? null : await import("/static/live.mjs");

window.live = live;
// Milliseconds within the handlers of each input event.
window.handled = [];
const frame = new MessageChannel();
let entered = 0;
let painted = 0;
let waiting = null;

addEventListener("input", () => { entered = performance.now(); }, true);
addEventListener("input", () => {
  window.handled.push(performance.now() - entered);
  requestAnimationFrame(() => frame.port2.postMessage(null));
});
frame.port1.onmessage = () => {
  painted += 1;
  waiting?.();
};

/** Resolves behind the frame that shows the last input so far; nothing polls meanwhile. */
window.shown = () => new Promise((resolve) => {
  waiting = () => painted >= window.handled.length && resolve();
  waiting();
});
document.documentElement.dataset.ready = "true";
