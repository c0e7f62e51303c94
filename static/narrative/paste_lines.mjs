// From lines of pasted text to blocks: what is a sub-heading, and of which level. No DOM.
//
// A line is {text, depth}: depth is the outline level (1 to 9) that its source gave it, or null. A table is a
// line without text that has `grid`: {caption, head, rows}.
import { heading, paragraph, table } from "./blocks.mjs";
import { readNumber } from "./numbers.mjs";

const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const BREAK = /\r\n?|[\n\v\f\u0085\u2028\u2029]/u;
const WIDE = "[\\u2014\\u2018-\\u201d\\u2026\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u{20000}-\\u{3ffff}]";
// A line broken between two Chinese characters of HTML source stands for nothing, not for a space.
const SOURCE_BREAK = new RegExp(`(?<=${WIDE})[ \\t]*[\\r\\n]\\s*(?=${WIDE})`, "gu");
const LONGEST_HEADING = 40;

/** Text of HTML as it would be printed: one space for any white space, no hand-made indent. */
export function tidy(text) {
  return text.replace(UNSEEN, "").replace(SOURCE_BREAK, "")
    .replace(/[^\S\u3000]+/gu, " ").replace(/^\s+|\s+$/gu, "");
}

/**
 * Blocks of plain text: one paragraph for each line. Blank lines and indents made by hand are dropped;
 * tabs stay. Nothing becomes a sub-heading: plain text is what one asks for to get just that.
 */
export function blocksOfText(text) {
  return text.split(BREAK)
    .map((line) => line.replace(UNSEEN, "").replace(/^[^\S\t]+|\s+$/gu, ""))
    .filter((line) => line !== "")
    .map(paragraph);
}

/** Whether a text can be a sub-heading: short, and not more than one sentence. */
export const isShort = (text) => text.length <= LONGEST_HEADING && !/[。；！？](?=.)/u.test(text);

// The outline level down to which headings are ours of level 1, judged by those that are numbered.
function deepestFirstLevel(lines) {
  const depths = (wanted) => lines
    .filter((line) => line.depth !== null && isShort(line.text))
    .filter((line) => wanted === null || readNumber(line.text)?.level === wanted)
    .map((line) => line.depth);
  const [first, second, any] = [depths(1), depths(2), depths(null)];
  if (first.length > 0) return Math.max(...first);
  if (second.length > 0) return Math.min(...second) - 1;
  return Math.min(...any);
}

/**
 * Blocks of pasted lines. A sub-heading is a short line that its source had as a heading, or that begins
 * with （一）; its printed number says its level, and without one its place in the source's outline.
 */
export function blocksOfLines(lines) {
  const deepest = deepestFirstLevel(lines);
  return lines.map(({ text, depth, grid }) => {
    if (grid) return table(grid.rows, grid.head, grid.caption);
    const level = readNumber(text)?.level;
    if (!isShort(text) || (depth === null && level !== 1)) return paragraph(text);
    return heading(level ?? (depth <= deepest ? 1 : 2), text);
  });
}
