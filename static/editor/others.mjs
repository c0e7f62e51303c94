// Another person's changes put into the page: never where a person is at work, and said quietly.

import { byId, el } from "./dom.mjs";

const SHOWN_FOR = 12_000;
const MOST_NAMED = 3;

const pathOf = (name) => (name.startsWith("facts.") ? name : `values.${name}`);

/**
 * The path of what has the focus and cannot be changed under a person's hands; null if there is none. Text can: only
 * its other paragraphs change, and the caret stays.
 */
export function pathInFocus() {
  const at = document.activeElement;
  if (at.dataset.cell) return pathOf(at.dataset.cell);
  return at.closest("#extra-sections") ? "extra_sections" : at.dataset.path ?? null;
}

/** 「甲」、「乙」、「丙」等 5 处 */
function named(titles) {
  const shown = titles.slice(0, MOST_NAMED).map((title) => `「${title}」`).join("、");
  return titles.length > MOST_NAMED ? `${shown}等 ${titles.length} 处` : shown;
}

let timer = 0;

/** Says who has changed what, at the edge of the page and to screen readers; `more` is said after it. */
export function announce(who, titles, more = "") {
  if (!titles.length) return;
  const text = `${who}刚改了${named(titles)}。${more}`;
  const place = byId("others") ?? document.body.appendChild(el("p", { id: "others", "aria-hidden": "true" }));
  place.textContent = text;
  place.hidden = false;
  byId("announcer").textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => { place.hidden = true; }, SHOWN_FOR);
}
