// Who else has the report open: named over the tabs, and at the tab that they are at.

import { byId, el } from "./dom.mjs";

const doing = ({ writes }) => (writes ? "填写" : "查看");

/** @param {{name: string, section: string, writes: boolean}[]} others @param {Record<string, string>} names of tabs */
export function showPresence(others, names) {
  const line = byId("presence");
  const words = others.map((one) => `${one.name}正在${doing(one)}“${names[one.section] ?? one.section}”`).join("；");
  // It is read aloud when it changes, so it changes only when somebody comes, goes or moves.
  if (line.textContent !== words) line.textContent = words;
  for (const badge of document.querySelectorAll("[data-here]")) {
    const here = others.filter(({ section }) => section === badge.dataset.here);
    const text = here.map(({ name }) => name).join("、");
    if (badge.dataset.names === text) continue;
    badge.dataset.names = text;
    const shown = here.length > 1 ? `${here.length} 人` : text.slice(0, 4);
    badge.replaceChildren(...(text ? [
      el("span", { "aria-hidden": "true", text: shown }),
      el("span", { className: "visually-hidden", text: ` ${text}在此` }),
    ] : []));
    badge.title = text && `${text}在此`;
  }
}
