// A toolbar as the ARIA practices describe it: one stop for Tab, arrow keys between its buttons.
import { element } from "./elements.mjs";

function target(key, index, count) {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

function moveWithArrows(bar, buttons) {
  const stopAt = (index) => buttons.forEach((button, other) => {
    button.tabIndex = other === index ? 0 : -1;
  });
  stopAt(0);
  bar.addEventListener("focusin", (event) => {
    const index = buttons.indexOf(event.target);
    if (index >= 0) stopAt(index);
  });
  bar.addEventListener("keydown", (event) => {
    const next = target(event.key, buttons.indexOf(event.target), buttons.length);
    if (next === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    buttons[next].focus();
  });
}

/**
 * A toolbar: {element, buttons}. items are {content, title, keys, run}: nodes or text, the hint, the
 * aria-keyshortcuts (or null), and what a press does. A button that is aria-disabled does nothing but
 * keeps the focus.
 */
export function toolbar(label, className, items) {
  const buttons = items.map(({ content, title, keys, run }) => {
    const button = element("button", "narrative-button", { type: "button", title }, ...[content].flat());
    if (keys) button.setAttribute("aria-keyshortcuts", keys);
    // A press with the mouse leaves the selection in the text where it was.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", (event) => {
      if (button.getAttribute("aria-disabled") !== "true") run(event);
    });
    return button;
  });
  const bar = element("div", className, { role: "toolbar", "aria-label": label }, ...buttons);
  moveWithArrows(bar, buttons);
  return { element: bar, buttons };
}
