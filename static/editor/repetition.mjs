// How much of the narrative repeats last year's, as the server reckons at each save.

import { byId, el } from "./dom.mjs";

/** @param {{share: number, line: number, section: number | null, sentences: string[]} | null} repetition in per cent */
export function showRepetition(repetition) {
  const box = byId("repetition");
  if (!box) return;
  box.hidden = !repetition;
  if (!repetition) return;
  const over = repetition.share > repetition.line;
  const here = repetition.section === null ? "" : `；本部分 ${repetition.section}%`;
  byId("repeat-words").textContent =
    `${over ? "⚠ " : ""}全文重复 ${repetition.share}%，${over ? "超过" : "未超过"} ${repetition.line}% 的界线${here}。`;
  byId("repeat-share").setAttribute("width", repetition.share);
  box.classList.toggle("is-over", over);
  byId("repeat-sentences").replaceChildren(...repetition.sentences.map((text) => el("li", { text })));
  byId("repeat-details").hidden = !repetition.sentences.length;
}
