// A pasted table as lines of text: one line for each row, its cells parted by tabs.

// A cell with more paragraphs than this belongs to a page laid out with a table, not to a table.
const MOST_LINES = 3;

// Nested tables are told from their tags alone: to read them twice each would take for ever.
function isLayout(table) {
  const columns = Math.max(0, ...Array.from(table.rows, (row) => row.cells.length));
  return columns < 2 || table.querySelector("table, h1, h2, h3, h4, h5, h6") !== null;
}

// Rows of cell texts; a slot that a spanning cell covers is empty, so that columns stay columns.
function grid(table, cells) {
  const rows = Array.from(table.rows, () => []);
  [...table.rows].forEach((row, top) => {
    let column = 0;
    for (const cell of row.cells) {
      while (rows[top][column] !== undefined) column += 1;
      const bottom = Math.min(rows.length, top + Math.max(1, cell.rowSpan));
      for (let y = top; y < bottom; y += 1) {
        for (let x = column; x < column + cell.colSpan; x += 1) rows[y][x] = "";
      }
      rows[top][column] = cells.get(cell).join(" ");
    }
  });
  return rows;
}

/**
 * The rows of a table as text, blank rows left out; null if the table only lays out a page, so that its
 * cells are to be read like any other text. linesInside(cell) gives the lines of text of a cell.
 */
export function linesOfTable(table, linesInside) {
  if (isLayout(table)) return null;
  const cells = new Map();
  for (const row of table.rows) for (const cell of row.cells) cells.set(cell, linesInside(cell));
  if ([...cells.values()].some((lines) => lines.length > MOST_LINES)) return null;
  const caption = table.caption ? linesInside(table.caption) : [];
  const rows = grid(table, cells).map((row) => Array.from(row, (text) => text ?? "").join("\t").trimEnd());
  return [...caption, ...rows.filter((text) => text !== "")];
}
