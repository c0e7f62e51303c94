// What stands on the clipboard, as rows of texts. A box that a merged one covers is null; an empty one is "".
import { inertHtml } from "../narrative/paste_inert.mjs";

export const MOST_TEXT = 500_000;
export const MOST_HTML = 3_000_000;
const MOST_ROWS = 400;
const MOST_COLUMNS = 60;
const BREAKS = new Set(["BR", "P", "DIV", "LI"]);
const DROPPED = new Set(["DEL", "STYLE", "SCRIPT", "TEMPLATE"]);

/** A block of texts. @typedef {(string | null)[][]} Matrix */

// A field that holds tabs, line breaks or quotes is quoted, as Excel and WPS write it.
const FIELD = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/uy;

/** Tab-separated text. @returns {Matrix} */
export function matrixOfText(text) {
  const source = text.replace(/\r\n?/gu, "\n").replace(/\n$/u, "");
  const rows = [[]];
  for (let at = 0; at <= source.length; at += 1) {
    FIELD.lastIndex = at;
    const [field, quoted] = FIELD.exec(source);
    rows.at(-1).push(quoted === undefined ? field : quoted.replace(/""/gu, '"'));
    at += field.length;
    if (source[at] === "\n") rows.push([]);
  }
  return rows;
}

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue.replace(/[ \t\r\n]+/gu, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) return "";
  const inside = Array.from(node.childNodes, textOf).join("");
  return BREAKS.has(node.tagName) ? `\n${inside}\n` : inside;
}

// Two paragraphs in one box stay two lines: "14" over "2" must not become 142.
const tidied = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");

/** @param {HTMLTableElement} table @returns {Matrix} */
function matrixOfTable(table) {
  const rows = Array.from(table.rows, () => []);
  Array.from(table.rows).slice(0, MOST_ROWS).forEach((tr, top) => {
    let left = 0;
    for (const box of tr.cells) {
      while (rows[top][left] !== undefined) left += 1;
      const bottom = Math.min(rows.length, top + Math.max(1, box.rowSpan));
      const right = Math.min(left + box.colSpan, MOST_COLUMNS + 1);
      for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) rows[y][x] = null;
      rows[top][left] = tidied(textOf(box));
    }
  });
  return rows.map((row) => Array.from(row, (text) => (text === undefined ? "" : text)));
}

/** Every table of a piece of HTML, which is made inert and parsed apart: nothing in it runs, loads or is shown. */
export function matricesOfHtml(html) {
  const doc = new DOMParser().parseFromString(inertHtml(html).html, "text/html");
  return Array.from(doc.querySelectorAll("table"), matrixOfTable).filter((matrix) => matrix.length);
}

/** The matrix squared off, without rows and columns at its end that are wholly empty. */
export function trimmed(matrix) {
  const isEmpty = (text) => text === null || text === undefined || text.trim() === "";
  const height = matrix.findLastIndex((row) => !row.every(isEmpty)) + 1;
  const width = Math.max(0, ...matrix.map((row) => row.findLastIndex((text) => !isEmpty(text)) + 1));
  return matrix.slice(0, height).map((row) => Array.from({ length: width }, (_, column) => row[column] ?? (
    row[column] === null ? null : "")));
}

/**
 * The blocks to choose from and why there are none: {matrices, tooLarge, isSingle}. `isSingle` is a paste of one
 * text, which belongs into the cell as typing does.
 * @param {{html: string, text: string}} clipboard
 */
export function readClipboard({ html, text }) {
  if (text.length > MOST_TEXT || (text === "" && html.length > MOST_HTML)) {
    return { matrices: [], tooLarge: Math.max(text.length, html.length), isSingle: false };
  }
  const tables = html.length <= MOST_HTML && /<table/iu.test(html) ? matricesOfHtml(html) : [];
  const matrices = (tables.length ? tables : [matrixOfText(text)]).map(trimmed).filter((matrix) => matrix.length);
  const over = matrices.find((m) => m.length > MOST_ROWS || m[0].length > MOST_COLUMNS);
  if (over) return { matrices: [], tooLarge: text.length, rows: over.length, columns: over[0].length, isSingle: false };
  const boxes = matrices.reduce((sum, matrix) => sum + matrix.length * matrix[0].length, 0);
  return { matrices, tooLarge: 0, isSingle: boxes <= 1 };
}
