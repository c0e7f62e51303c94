// Zeros where nothing is: only in blanks, never over a figure, and never into a total, which follows from its parts.
// No DOM.
import { isZero } from "./decimal.mjs";
import { isBlank, parse } from "./numbers.mjs";

const ZERO = parse("0", "count");

/**
 * Fill the blanks among names, as one step.
 * @returns {{filled: number, totalsLeft: number}} figures that were filled, totals among them that are still blank
 */
export function fillZeros(store, label, names, cell) {
  const blanks = store.blanksAmong(names);
  const parts = blanks.filter((name) => !store.isTotal(name));
  store.batch(label, new Map(parts.map((name) => [name, ZERO])), { cell, around: names });
  const totalsLeft = store.blanksAmong(names).length;
  return { filled: blanks.length - totalsLeft, totalsLeft };
}

/** Names that hold something other than 0, so that a year without anything cannot be meant. */
export function notZero(store, names) {
  return names.filter((name) => {
    const value = store.read(name);
    return !isBlank(value) && (value.number === null || !isZero(value.number));
  });
}
