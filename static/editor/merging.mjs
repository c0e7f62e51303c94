// What others have saved merged into what is in the page. Pure, no DOM.

import { diff3Merge } from "../vendor/diff3.mjs";

/** The same content gives the same line, in whatever order its keys came. */
function line(item) {
  if (Array.isArray(item)) return `[${item.map(line).join()}]`;
  if (item === null || typeof item !== "object") return JSON.stringify(item ?? null);
  return `{${Object.keys(item).sort().map((key) => `${JSON.stringify(key)}:${line(item[key])}`).join()}}`;
}

export const same = (a, b) => line(a) === line(b);

/** Neighbours changed by two people are no conflict: a region of as many items on each side is settled one by one. */
function settled({ a, o, b }) {
  if (a.length !== o.length || b.length !== o.length) return [...b, ...a];
  return o.flatMap((was, n) => {
    if (a[n] === was || a[n] === b[n]) return [b[n]];
    return b[n] === was ? [a[n]] : [b[n], a[n]];
  });
}

/**
 * Merges two lists that both come from `base`: what the page has now, and what is stored. Where both changed the same
 * item both are kept, what is stored first.
 */
export function mergedItems(mine, base, stored) {
  const regions = diff3Merge(mine.map(line), base.map(line), stored.map(line), { excludeFalseConflicts: true });
  return regions
    .flatMap((region) => region.ok ?? settled(region.conflict))
    .map((text) => JSON.parse(text));
}

/**
 * Follows one list that the page edits and the server stores: `confirmed` is what the server was last known to hold.
 * `take(now, sent, stored)` gives what the page is to show after a save; `stored` is undefined if nobody else changed it.
 */
export function followed(confirmed) {
  let known = confirmed;
  return {
    take(now, sent, stored) {
      const base = sent ?? known;
      known = stored ?? base;
      return stored === undefined ? now : mergedItems(now, base, stored);
    },
    isStored: (items) => same(items, known),
  };
}
