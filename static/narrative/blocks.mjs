// Blocks of narrative text, as in the file of record, and how their characters are counted. No DOM.
//
// A block is {type: "paragraph", text}, {type: "heading", level: 1 | 2, text}, a figure
// {type: "figure", picture, alt, caption} or a table {type: "table", caption, head, rows}; any other object
// is foreign to this editor and is carried along unread.

const TEXT_TYPES = new Set(["paragraph", "heading"]);

/** Rows and columns that a table may have, characters that a cell and a caption may have. */
export const MOST = { rows: 200, columns: 20, cell: 2000, caption: 500, alt: 1000, head: 2 };

const isLine = (text, most) => typeof text === "string" && text.length <= most && !/[\n\r]/u.test(text);
const keysOf = (block) => Object.keys(block).sort().join(" ");

/** Whether the block is a figure of just that form. */
export const isFigure = (block) => block.type === "figure" && keysOf(block) === "alt caption picture type"
  && /^[0-9a-f]{64}$/u.test(block.picture) && isLine(block.alt, MOST.alt) && isLine(block.caption, MOST.caption);

const isGrid = (rows) => Array.isArray(rows) && rows.length >= 1 && rows.length <= MOST.rows
  && rows.every((row) => Array.isArray(row) && row.length === rows[0].length && row.every((cell) => isLine(cell, MOST.cell)))
  && rows[0].length >= 1 && rows[0].length <= MOST.columns;

/** Whether the block is a table of just that form. */
export const isTable = (block) => block.type === "table" && keysOf(block) === "caption head rows type"
  && isGrid(block.rows) && isLine(block.caption, MOST.caption)
  && Number.isInteger(block.head) && block.head >= 0 && block.head <= Math.min(MOST.head, block.rows.length);

/** Whether the block is text that the editor can change: exactly one of the first two forms above. */
export function isText(block) {
  if (!TEXT_TYPES.has(block.type) || typeof block.text !== "string") return false;
  const names = Object.keys(block).sort().join(" ");
  if (block.type === "paragraph") return names === "text type";
  return names === "level text type" && (block.level === 1 || block.level === 2);
}

export const paragraph = (text) => ({ type: "paragraph", text });
export const figure = (picture, alt = "", caption = "") => ({ type: "figure", picture, alt, caption });
export const table = (rows, head, caption = "") => ({ type: "table", caption, head, rows });
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

// The pieces of text of a block that readers see; 替代文字 is not seen, and what cannot be read counts nothing.
function textsOf(block) {
  if (isText(block)) return [block.text];
  if (isFigure(block)) return [block.caption];
  return isTable(block) ? [block.caption, ...block.rows.flat()] : [];
}

/** 字数 of a section: headings, captions and the cells of tables included. */
export function countCharacters(blocks) {
  return blocks.flatMap(textsOf).reduce((sum, text) => sum + countText(text), 0);
}
