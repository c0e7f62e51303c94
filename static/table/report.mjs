// What a paste or a fill has done, in sentences that stay until the next one or until they are closed.
import { el } from "../editor/dom.mjs";
import { words } from "./words.mjs";

/** @param {HTMLElement | null} after the element below which the sentences stand */
export function createReport(after) {
  const list = el("ul");
  const close = el("button", { type: "button", className: "btn-close", "aria-label": words.pasteClose });
  const box = el("div", { className: "table-report", hidden: true }, list, close);
  close.addEventListener("click", () => { box.hidden = true; });
  after?.after(box);

  return function report(lines) {
    list.replaceChildren(...lines.map((text) => el("li", { text })));
    box.hidden = lines.length === 0;
  };
}
