// Headings in a pasted block, told by the words of the table's own headings. No DOM.
import { NOT_A_NUMBER, parse } from "./numbers.mjs";

const SHORTEST_BEGINNING = 4;

const NUMBERING = /^\s*(?:[(（]?\s*[0-9一二三四五六七八九十]{1,3}\s*[)）.．、])\s*/u;

const normal = (text) => text.replace(NUMBERING, "").normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

/** Whether two headings are the same but for numbering, marks, spaces and a shortened end. */
function isSame(a, b) {
  const [x, y] = [normal(a), normal(b)];
  if (x === "" || y === "") return false;
  if (x === y) return true;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  return short.length >= SHORTEST_BEGINNING && long.startsWith(short);
}

export const isEmpty = (text) => text === null || text.trim() === "";

/** Whether a text has words in it, as headings have and figures with a slip do not. */
export const hasWords = (text) => text !== null && /\p{L}.*\p{L}/su.test(text);

/** Whether a text can stand in a cell of figures: a number of any kind, or a mark for none. */
export function isFigure(text) {
  if (isEmpty(text)) return false;
  return ["amount", "signed count"].some((kind) => {
    const { number, doubt } = parse(text, kind, "元");
    return number !== null || doubt !== NOT_A_NUMBER;
  });
}

/** [left, right] of a text in its row: merged boxes to its right are null and belong to it. */
function spanOf(row, column) {
  let end = column + 1;
  while (row[end] === null) end += 1;
  return [column, end];
}

/** How many rows at the top of the matrix are headings: down to the last row of words above the figures. */
export function headRowsOf(matrix) {
  const first = matrix.findIndex((row) => row.some(isFigure));
  const above = first < 0 ? matrix : matrix.slice(0, first);
  return above.findLastIndex((row) => row.some(hasWords)) + 1;
}

/**
 * Rows of the matrix told by the row headings of the table, both from the top down.
 * @returns {{rows: Map<number, number>, labelColumns: number}} matrix row -> grid row; columns taken by headings
 */
export function recogniseRows(matrix, layout) {
  const rows = new Map();
  let labelColumns = 0;
  let from = 0;
  const headRows = headRowsOf(matrix);
  matrix.forEach((texts, i) => {
    if (i < headRows) return;
    const candidates = texts.map((text, column) => ({ text, column }))
      .filter(({ text }) => !isEmpty(text) && !isFigure(text));
    for (let at = from; at < layout.rows.length; at += 1) {
      const label = layout.rowLabels(layout.rows[at]).at(-1);
      const found = label && candidates.findLast(({ text }) => isSame(text, label));
      if (!found) continue;
      rows.set(i, layout.rows[at]);
      labelColumns = Math.max(labelColumns, spanOf(texts, found.column)[1]);
      from = at + 1;
      return;
    }
  });
  return { rows, labelColumns };
}

/** The innermost heading over each column of the matrix: the lowest text in the rows above its figures. */
function headTexts(matrix, headRows) {
  return matrix[0].map((_, column) => {
    const texts = matrix.slice(0, headRows).map((row) => row[column]).filter((text) => !isEmpty(text));
    return texts.at(-1) ?? "";
  });
}

/**
 * Columns of the matrix told by the column headings of the table, both from the left.
 * @param {number} row grid row whose headings count
 * @returns {Map<number, number>} matrix column -> grid column; empty if the headings are not those of the table
 */
export function recogniseColumns(matrix, headRows, labelColumns, layout, row) {
  const columns = new Map();
  if (headRows === 0) return columns;
  const texts = headTexts(matrix, headRows);
  let from = 0;
  const figures = layout.figuresIn(row);
  for (let column = labelColumns; column < texts.length; column += 1) {
    for (let at = from; at < figures.length; at += 1) {
      const label = layout.columnLabels(row, figures[at].column).at(-1);
      if (!label || !isSame(texts[column], label)) continue;
      columns.set(column, figures[at].column);
      from = at + 1;
      break;
    }
  }
  return columns;
}
