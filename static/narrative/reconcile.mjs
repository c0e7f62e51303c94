// Turns the document of a transaction into other blocks with the fewest changes, so that the caret, a
// composing input method and the undo history keep their places. No DOM.
import { Fragment, Slice } from "../vendor/prosemirror.mjs";
import { docOf, offsetOf } from "./schema.mjs";

// Beyond this many comparisons two runs of blocks are taken as wholly different.
const MOST_COMPARISONS = 250_000;

function ends(before, after, same) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  return { head, tail };
}

function commonLengths(before, after) {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = before[i].eq(after[j])
        ? lengths[i + 1][j + 1] + 1
        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

// Hunks [start, end, start, end) of nodes that differ, from the longest common subsequence.
function hunksOf(before, after) {
  if (before.length * after.length > MOST_COMPARISONS) return [[0, before.length, 0, after.length]];
  const lengths = commonLengths(before, after);
  const hunks = [];
  let [i, j, open] = [0, 0, null];
  const close = () => {
    if (open && (open[0] < i || open[1] < j)) hunks.push([open[0], i, open[1], j]);
    open = null;
  };
  while (i < before.length && j < after.length) {
    if (before[i].eq(after[j])) {
      close();
      i += 1;
      j += 1;
    } else {
      open ??= [i, j];
      if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
      else j += 1;
    }
  }
  open ??= [i, j];
  [i, j] = [before.length, after.length];
  close();
  return hunks;
}

const width = (characters) => characters.join("").length;

function changeText(tr, pos, before, after) {
  if (!before.sameMarkup(after)) tr.setNodeMarkup(pos, after.type, after.attrs);
  const [old, text] = [before, after].map((node) => [...node.textContent]);
  const { head, tail } = ends(old, text, (one, other) => one === other);
  const from = pos + 1 + width(old.slice(0, head));
  const to = pos + 1 + width(old.slice(0, old.length - tail));
  const inserted = text.slice(head, text.length - tail).join("");
  if (inserted !== "") tr.replaceWith(from, to, after.type.schema.text(inserted));
  else if (from < to) tr.delete(from, to);
}

function changeHunk(tr, pos, before, after) {
  const pairs = before.length === after.length &&
    before.every((node, index) => node.isTextblock && after[index].isTextblock);
  if (!pairs) {
    const size = Fragment.fromArray(before).size;
    tr.replace(pos, pos + size, new Slice(Fragment.fromArray(after), 0, 0));
    return;
  }
  let at = pos + Fragment.fromArray(before).size;
  for (let index = before.length - 1; index >= 0; index -= 1) {
    at -= before[index].nodeSize;
    if (!before[index].eq(after[index])) changeText(tr, at, before[index], after[index]);
  }
}

/** Changes the transaction's document into that of the blocks; returns the transaction. */
export function reconcile(tr, blocks) {
  const [before, after] = [tr.doc.children, docOf(blocks).children];
  const { head, tail } = ends(before, after, (node, other) => node.eq(other));
  const hunks = hunksOf(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  // From the end, so that the positions of the hunks before stay true.
  for (const [start, end, from, to] of hunks.reverse()) {
    const pos = offsetOf(before, head + start);
    changeHunk(tr, pos, before.slice(head + start, head + end), after.slice(head + from, head + to));
  }
  return tr;
}
