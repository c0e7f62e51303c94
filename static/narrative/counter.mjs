// 字数, against what is recommended.
import { countCharacters } from "./blocks.mjs";
import { element } from "./elements.mjs";
import { blockOf } from "./schema.mjs";
import { words } from "./words.mjs";

// Nodes never change, so each is counted once.
const counted = new WeakMap();

function countNode(node) {
  if (!counted.has(node)) counted.set(node, countCharacters([blockOf(node)]));
  return counted.get(node);
}

/** {element, text, update(state)}: text is the element that describes the count; recommended may be null. */
export function counter(recommended, id) {
  const text = element("span", "narrative-counted", { id });
  const icon = element("span", "narrative-warning-icon", { "aria-hidden": "true" }, "!");
  const excess = element("span", "narrative-excess");
  const spoken = element("span", "narrative-unseen", { role: "status" });
  const warning = element("span", "narrative-warning", {}, icon, excess);
  const whole = element("p", "narrative-count", {}, text, warning, spoken);
  return {
    element: whole,
    update(state) {
      const count = state.doc.children.reduce((sum, node) => sum + countNode(node), 0);
      const over = recommended === null ? 0 : Math.max(0, count - recommended);
      text.textContent = words.counted(count, recommended);
      warning.hidden = over === 0;
      excess.textContent = over === 0 ? "" : words.over(over);
      // Spoken once when the line is crossed, not at every key.
      const sentence = over === 0 ? "" : words.overAnnounced(recommended);
      if (spoken.textContent !== sentence) spoken.textContent = sentence;
    },
  };
}
