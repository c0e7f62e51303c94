// A page for reading: what stands there is seen, heard and walked through, and nothing of it is changed or sent.

import { byId, el } from "./dom.mjs";

// What only who fills in has a use for.
const TOOLS = "#table-tools, .table-report, .strip-actions, #facts-offer, [data-take], #extra-add, #conflict-list form, #final-notice";

/** Whether the report may not be changed by whoever looks, or not any more. */
export const isReading = () => "reading" in document.body.dataset;

/** A choice as a field that is read: a `select` cannot be readonly, and one that is disabled is passed over by Tab. */
export function fieldForReading(id, text) {
  return el("input", { className: "form-control", id, value: text, readOnly: true });
}

/** Turns the open page to reading. What was typed stays where it stands; `why` is said at the top and aloud. */
export function turnToReading(why) {
  const form = byId("section-form");
  document.body.dataset.reading = "";
  for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) field.readOnly = true;
  for (const choice of form.querySelectorAll("select")) {
    choice.replaceWith(fieldForReading(choice.id, choice.selectedOptions[0]?.textContent ?? ""));
  }
  const hadFocus = Array.from(document.querySelectorAll(TOOLS)).some((tool) => {
    const holds = tool.contains(document.activeElement);
    tool.remove();
    return holds;
  });
  if (hadFocus) byId("main").focus();
  document.querySelector(".save-bar").hidden = true;
  const place = byId("reading");
  place.textContent = why;
  place.hidden = false;
}
