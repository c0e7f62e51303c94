// The sentence that the 信息处理费 facts offer for section six.

import { byId } from "./dom.mjs";

const ZERO = /^0(\.0+)?$/;

/**
 * @param {{sentence: string, zero: string}} sentences with `{fact id}` to be filled
 * @param {(text: string) => void} insert puts a paragraph into the section's text
 */
export function offerSentence(sentences, insert) {
  const offer = byId("facts-offer");
  const place = byId("facts-sentence");
  const inputs = [...document.querySelectorAll('input[data-cell^="facts."]')];
  if (!offer || !sentences?.sentence) return;

  function sentence() {
    const values = new Map(inputs.map((input) => [input.dataset.cell.slice("facts.".length), input.value.trim()]));
    if ([...values.values()].some((v) => !/^\d+(\.\d+)?$/.test(v))) return "";
    if ([...values.values()].every((v) => ZERO.test(v))) return sentences.zero;
    return sentences.sentence.replace(/\{([a-z_.]+)\}/g, (_, id) => values.get(id));
  }

  function show() {
    const text = sentence();
    offer.hidden = !text;
    place.textContent = text;
  }

  for (const input of inputs) input.addEventListener("input", show);
  byId("facts-insert").addEventListener("click", () => insert(place.textContent));
  show();
}
