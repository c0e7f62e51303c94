// Sub-headings among blocks: which block opens a sub-section, and numbering that goes on. No DOM.
import { heading, isText, paragraph, spliced } from "./blocks.mjs";
import { printNumber, readNumber, withoutNumber } from "./numbers.mjs";

const LEAD = /^[^。：:；;，,！？\s]*/u;

/**
 * The sub-section that a block opens, or null: {level, number, title}. A heading opens one, and so does
 * a paragraph that is sub-heading and text in one line ("（一）主动公开。2023年…"), whose title is its
 * first clause. number is null where none is printed.
 */
export function opening(block) {
  if (!isText(block)) return null;
  const number = readNumber(block.text);
  const behind = withoutNumber(block.text);
  if (block.type === "heading") return { level: block.level, number, title: behind };
  return number && { level: number.level, number, title: LEAD.exec(behind)[0] };
}

/** The number that a sub-heading of this level gets if it stands at index: {value, style}. */
export function nextNumber(blocks, index, level) {
  for (let at = index - 1; at >= 0; at -= 1) {
    const opened = opening(blocks[at]);
    if (opened && opened.level < level) break;
    if (opened?.level === level && opened.number?.level === level) {
      return { value: opened.number.value + 1, style: opened.number.style };
    }
  }
  return { value: 1, style: undefined };
}

/** Index of the first block behind the sub-section that the block at index opens. */
export function sectionEnd(blocks, index, level) {
  let end = index + 1;
  while (end < blocks.length && !(opening(blocks[end])?.level <= level)) end += 1;
  return end;
}

// Numbers that counted on from `value` before something took that number count on from one more.
function shiftNumbers(blocks, from, level, value) {
  const shifted = [...blocks];
  let expected = value;
  for (let index = from; index < blocks.length; index += 1) {
    const opened = opening(blocks[index]);
    if (!opened || opened.level > level) continue;
    if (opened.level < level || opened.number?.level !== level || opened.number.value !== expected) break;
    expected += 1;
    const text = printNumber(level, expected, opened.number.style) + withoutNumber(blocks[index].text);
    shifted[index] = { ...blocks[index], text };
  }
  return shifted;
}

/** The blocks with a numbered sub-heading at index; `removed` blocks there make way for it. */
export function withHeading(blocks, index, level, title, removed = 0) {
  const { value, style } = nextNumber(blocks, index, level);
  const opened = heading(level, printNumber(level, value, style) + title);
  return shiftNumbers(spliced(blocks, index, removed, opened), index + 1, level, value);
}

/**
 * The blocks from..to (inclusive) turned to text (level 0) or to sub-headings of a level. A sub-heading
 * without a number of its level gets the next one, and those behind it count on.
 */
export function withLevel(blocks, from, to, level) {
  let result = blocks;
  for (let index = from; index <= to; index += 1) {
    const block = result[index];
    if (!isText(block) || (block.type === "heading" ? block.level : 0) === level) continue;
    if (level === 0) result = spliced(result, index, 1, paragraph(block.text));
    else if (readNumber(block.text)?.level === level) {
      result = spliced(result, index, 1, heading(level, block.text));
    } else result = withHeading(result, index, level, withoutNumber(block.text), 1);
  }
  return result;
}
