// A table as the reader sees it: which figure or heading stands in which row and column, spans counted. No DOM
// but in boxesOf; shape comes from the page, which has it from the format.

/**
 * One box of a table. `name` is a cell's name, "" for a heading.
 * @typedef {{row: number, column: number, rowspan: number, colspan: number, text: string, name: string,
 *   kind: "figure" | "row" | "column" | "other"}} Box
 */

const KINDS = { row: "row", rowgroup: "row", col: "column", colgroup: "column" };

function kindOf(element) {
  if (element.dataset.cell) return "figure";
  return KINDS[element.getAttribute("scope")] ?? "other";
}

/** Every box of a table of the page, placed. @param {HTMLTableElement} table @returns {Box[]} */
export function boxesOf(table) {
  const taken = Array.from(table.rows, () => []);
  return Array.from(table.rows).flatMap((tr, row) => Array.from(tr.cells, (element) => {
    let column = 0;
    while (taken[row][column]) column += 1;
    const { rowSpan: rowspan, colSpan: colspan } = element;
    for (let y = row; y < Math.min(row + rowspan, taken.length); y += 1) {
      for (let x = column; x < column + colspan; x += 1) taken[y][x] = true;
    }
    const kind = kindOf(element);
    const text = kind === "figure" ? "" : element.textContent.replace(/\s+/gu, " ").trim();
    return { row, column, rowspan, colspan, text, kind, name: element.dataset.cell ?? "" };
  }));
}

const covers = (from, span, at) => from <= at && at < from + span;

/**
 * Placed boxes made ready for moving about and for pasting.
 * @param {Box[]} boxes
 */
export function layoutOf(boxes) {
  const figures = boxes.filter(({ kind }) => kind === "figure");
  const places = new Map(figures.map((box) => [box.name, box]));
  const rows = [...new Set(figures.map(({ row }) => row))].sort((a, b) => a - b);
  const inRow = new Map(rows.map((row) => [row, []]));
  for (const box of figures) inRow.get(box.row).push(box);
  for (const row of inRow.values()) row.sort((a, b) => a.column - b.column);
  const firstColumn = Math.min(...figures.map(({ column }) => column));
  const lastColumn = Math.max(...figures.map(({ column, colspan }) => column + colspan - 1));
  const headings = (kind, isOver) => boxes.filter((box) => box.kind === kind && box.text && isOver(box));

  return {
    places,
    /** Grid rows that hold figures, from the top. */
    rows,
    firstColumn,
    /** How many grid columns the figures take. */
    width: lastColumn - firstColumn + 1,
    /** Figures of a grid row, from the left. */
    figuresIn: (row) => inRow.get(row) ?? [],
    /** The figure that covers a grid row and column, or undefined. */
    at: (row, column) => inRow.get(row)?.find((box) => covers(box.column, box.colspan, column)),
    /** Row headings of a grid row, the widest first. */
    rowLabels: (row) => headings("row", (box) => covers(box.row, box.rowspan, row)).map(({ text }) => text),
    /** Column headings over a grid column, as they stand above a row, the widest first. */
    columnLabels(row, column) {
      const over = headings("column", (box) => box.row < row && covers(box.column, box.colspan, column));
      // A stacked block has headings of its own: only the unbroken run right above its figures counts.
      const block = Math.max(-1, ...rows.filter((other) => other < row && !sameBlock(boxes, other, row)));
      return over.filter((box) => box.row > block).map(({ text }) => text);
    },
  };
}

// Two rows are of one block when no row of column headings stands between them.
function sameBlock(boxes, above, below) {
  return !boxes.some(({ kind, row }) => kind === "column" && row > above && row < below);
}

const step = (list, index, by) => list[index + by];

/**
 * The figure to go to from another, or undefined at the edge.
 * @param {"up" | "down" | "left" | "right" | "rowStart" | "rowEnd" | "first" | "last"} direction
 * @param {number} column the grid column that going up and down keeps to, over wide boxes
 */
export function neighbour(layout, name, direction, column) {
  const box = layout.places.get(name);
  const row = layout.figuresIn(box.row);
  const rowAt = layout.rows.indexOf(box.row);
  const vertical = (by) => {
    for (let at = rowAt + by; at >= 0 && at < layout.rows.length; at += by) {
      const found = layout.at(layout.rows[at], column);
      if (found) return found;
    }
    return undefined;
  };
  switch (direction) {
    case "up": return vertical(-1);
    case "down": return vertical(1);
    case "left": return step(row, row.indexOf(box), -1);
    case "right": return step(row, row.indexOf(box), 1);
    case "rowStart": return row[0];
    case "rowEnd": return row.at(-1);
    case "first": return layout.figuresIn(layout.rows[0])[0];
    case "last": return layout.figuresIn(layout.rows.at(-1)).at(-1);
    default: throw new RangeError(direction);
  }
}
