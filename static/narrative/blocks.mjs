// Blocks of narrative text, as in the file of record, and how their characters are counted. No DOM.
//
// A block is {type: "paragraph", text} or {type: "heading", level: 1 | 2, text}; any other object is
// foreign to this editor (a figure, a table) and is carried along unread.

const TEXT_TYPES = new Set(["paragraph", "heading"]);

/** Whether the editor can show and change the block: exactly one of the two forms above. */
export function isText(block) {
  if (!TEXT_TYPES.has(block.type) || typeof block.text !== "string") return false;
  const names = Object.keys(block).sort().join(" ");
  if (block.type === "paragraph") return names === "text type";
  return names === "level text type" && (block.level === 1 || block.level === 2);
}

export const paragraph = (text) => ({ type: "paragraph", text });
export const heading = (level, text) => ({ type: "heading", level, text });

/** A copy of the blocks with `removed` of them at index replaced. (Chrome 109 has no toSpliced.) */
export const spliced = (blocks, index, removed, ...inserted) =>
  [...blocks.slice(0, index), ...inserted, ...blocks.slice(index + removed)];

// A run of letters of an alphabet, digits and the half-width marks among them is one word.
const WORD = /[!-~\u00a1-\u024f\u0370-\u052f\u2010\u2011\u2019]+/gu;
const UNSEEN = /[\s\p{Cf}\p{Mn}\u0000-\u001f]+/gu;

/**
 * 字数 of one text as Word and WPS count it: every Chinese character and full-width mark is one, a run
 * of Latin letters, digits and half-width marks without a space is one ("2023年" is 2), white space
 * is none.
 */
export function countText(text) {
  const words = text.match(WORD)?.length ?? 0;
  const rest = text.replace(WORD, "").replace(UNSEEN, "");
  return words + [...rest].length;
}

/** 字数 of a section, headings included; what the editor cannot read counts nothing. */
export function countCharacters(blocks) {
  return blocks.filter(isText).reduce((sum, block) => sum + countText(block.text), 0);
}
