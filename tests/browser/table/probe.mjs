// Lets a test see what the page tells its other parts, and call what live.mjs offers them.
import * as live from "/static/live.mjs";

window.live = live;
window.told = [];
document.addEventListener("nianbao:change", (event) => window.told.push(event.detail));
document.documentElement.dataset.ready = "true";
