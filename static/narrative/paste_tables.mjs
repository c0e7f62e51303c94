// A pasted table as a table of ours; one that is too large or of one row, as lines of text with tabs between cells.
import { MOST } from "./blocks.mjs";

// A cell with more paragraphs than this belongs to a page laid out with a table, not to a table.
const MOST_LINES = 3;

// Nested tables are told from their tags alone: to read them twice each would take for ever.
function isLayout(table) {
  const columns = Math.max(0, ...Array.from(table.rows, (row) => row.cells.length));
  return columns < 2 || table.querySelector("table, h1, h2, h3, h4, h5, h6") !== null;
}

const NUMBER = /^[\d.,，%％－-]+$/u;

// How many rows at the top are headings: those of <thead> or wholly of <th>; else the first, with as many more as
// its cells reach down, unless there are figures in it.
function headRows(table, cells) {
  const rows = [...table.rows];
  const isHead = (row) => row.parentElement.localName === "thead" || [...row.cells].every((cell) => cell.localName === "th");
  const first = rows.findIndex((row) => !isHead(row));
  const opening = [...(rows[0]?.cells ?? [])];
  const hasFigures = opening.some((cell) => NUMBER.test(cells.get(cell).join("")));
  const guessed = hasFigures ? 0 : Math.max(1, ...opening.map((cell) => cell.rowSpan));
  const found = first > 0 ? first : guessed;
  return Math.min(found, MOST.head, Math.max(0, rows.length - 1));
}

// Whether the text of a spanning cell is said again in a slot that it covers: of headings always, of labels in
// each row that they are of; never a figure, which would count twice.
const isRepeated = (text, y, x, head, top, column) => y < head || (x === column && y > top && !NUMBER.test(text));

// Rows of cell texts, every slot filled. With `head` null slots that a spanning cell covers are empty.
function grid(table, cells, head) {
  const rows = Array.from(table.rows, () => []);
  [...table.rows].forEach((row, top) => {
    let column = 0;
    for (const cell of row.cells) {
      while (rows[top][column] !== undefined) column += 1;
      const bottom = Math.min(rows.length, top + Math.max(1, cell.rowSpan));
      for (let y = top; y < bottom; y += 1) {
        const text = cells.get(cell).join(" ");
        for (let x = column; x < column + cell.colSpan; x += 1) {
          rows[y][x] = head !== null && isRepeated(text, y, x, head, top, column) ? text : "";
        }
      }
      rows[top][column] = cells.get(cell).join(" ");
    }
  });
  return rows;
}

// Equally long rows without those and columns that are wholly blank; null if that is no table of ours.
function fitted(found) {
  const width = Math.max(...found.map((row) => row.length));
  const filled = found.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? ""));
  const rows = filled.filter((row) => row.some((text) => text !== ""));
  const columns = Array.from({ length: width }, (_, x) => x).filter((x) => rows.some((row) => row[x] !== ""));
  const fits = rows.length >= 2 && rows.length <= MOST.rows && columns.length >= 2 && columns.length <= MOST.columns
    && rows.flat().every((text) => text.length <= MOST.cell);
  return fits ? rows.map((row) => columns.map((x) => row[x])) : null;
}

/**
 * A table as {grid: {caption, head, rows}} or, where it is none of ours, {lines}: rows as text, blank rows left out;
 * null if the table only lays out a page, so that its cells are to be read like any other text. linesInside(cell)
 * gives the lines of text of a cell.
 */
export function readTable(table, linesInside) {
  if (isLayout(table)) return null;
  const cells = new Map();
  for (const row of table.rows) for (const cell of row.cells) cells.set(cell, linesInside(cell));
  if ([...cells.values()].some((lines) => lines.length > MOST_LINES)) return null;
  const caption = table.caption ? linesInside(table.caption) : [];
  const head = headRows(table, cells);
  const found = fitted(grid(table, cells, head));
  if (found !== null) {
    const title = caption.join(" ").slice(0, MOST.caption);
    return { grid: { caption: title, head: Math.min(head, found.length - 1), rows: found } };
  }
  const rows = grid(table, cells, null).map((row) => Array.from(row, (text) => text ?? "").join("\t").trimEnd());
  return { lines: [...caption, ...rows.filter((text) => text !== "")] };
}
