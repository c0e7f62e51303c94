// Where a pasted block goes in a table: decided by its headings or by its place and size, never guessed. No DOM.
import { hasWords, headRowsOf, isEmpty, isFigure, recogniseColumns, recogniseRows } from "./recognise.mjs";

/**
 * What a paste would do. `writes` and `compared` are {name, text, row, column} with the place in the matrix;
 * `blanks` counts empty boxes over figures, which leave them as they are; `problems` are sentences that say why
 * the block does not fit: then a person decides.
 * @typedef {{writes: object[], compared: object[], blanks: number, problems: string[],
 *   start: {row: number, column: number}, skip: {rows: number, columns: number}}} Plan
 */

const quoted = (text) => `“${text.length > 16 ? `${text.slice(0, 16)}…` : text}”`;

/** The plan for given rows (matrix row -> grid row) and columns (matrix column -> grid column). */
function planFor(matrix, layout, rows, columns, isTotal) {
  const plan = { writes: [], compared: [], blanks: 0, problems: [] };
  const targets = new Set();
  for (const [i, row] of rows) {
    for (const [j, column] of columns) {
      const text = matrix[i][j];
      const box = layout.at(row, column);
      const isOrigin = box?.column === column;
      if (isEmpty(text)) {
        if (isOrigin && text !== null) plan.blanks += 1;
      } else if (!isOrigin || targets.has(box.name)) {
        plan.problems.push(`第 ${i + 1} 行第 ${j + 1} 列的 ${quoted(text)} 没有对应的格`);
      } else {
        targets.add(box.name);
        plan.writes.push({ name: box.name, text, row: i, column: j });
      }
    }
  }
  // Totals are compared, unless nothing but totals is pasted: then they are meant.
  if (!plan.writes.every(({ name }) => isTotal(name))) {
    plan.compared = plan.writes.filter(({ name }) => isTotal(name));
    plan.writes = plan.writes.filter(({ name }) => !isTotal(name));
  }
  return plan;
}

/** Rows and columns one after another from a grid row and column. */
function inOrder(matrix, layout, start, skip) {
  const first = layout.rows.indexOf(start.row);
  const rows = new Map(matrix.slice(skip.rows).map((_, k) => [k + skip.rows, layout.rows[first + k] ?? -1]));
  const columns = new Map(matrix[0].slice(skip.columns).map((_, k) => [k + skip.columns, start.column + k]));
  return { rows, columns };
}

/** The plan of a person who says where the block begins and how many rows and columns of it are headings. */
export function planAt(matrix, layout, start, skip, isTotal) {
  const { rows, columns } = inOrder(matrix, layout, start, skip);
  return { ...planFor(matrix, layout, rows, columns, isTotal), start, skip };
}

/** How many figure columns at the right end of a row are totals. */
function trailingTotals(layout, row, isTotal) {
  const figures = layout.figuresIn(row);
  return figures.length - 1 - figures.findLastIndex(({ name }) => !isTotal(name));
}

/** Columns after the headings, in order; null if their number is not one that the table has. */
function columnsByCount(matrix, layout, rows, labelColumns, isTotal) {
  const count = matrix[0].length - labelColumns;
  const grid = [...rows.values()];
  const isWhole = count === layout.width
    || grid.every((row) => layout.figuresIn(row).length === count && layout.figuresIn(row)[0].colspan > 1)
    || grid.every((row) => count > 0 && count === layout.width - trailingTotals(layout, row, isTotal));
  if (!isWhole) return null;
  return new Map(Array.from({ length: count }, (_, k) => [labelColumns + k, layout.firstColumn + k]));
}

// Merged headings leave empty columns behind them when they come as plain text.
function pastEmpty(matrix, rows, labelColumns, width) {
  let from = labelColumns;
  while (matrix[0].length - from > width && [...rows.keys()].every((i) => isEmpty(matrix[i][from]))) from += 1;
  return from;
}

// How many columns at the left are words: where a person will likely want the figures to begin.
function wordColumns(body) {
  const first = (body[0] ?? []).findIndex((_, j) => body.some((row) => isFigure(row[j] ?? "")));
  return Math.max(0, first);
}

/** Sentences on rows with figures that no heading placed. */
function unplaced(matrix, rows, headRows) {
  return matrix.flatMap((texts, i) => {
    if (rows.has(i) || i < headRows || !texts.some(isFigure)) return [];
    const label = texts.find((text) => !isEmpty(text) && !isFigure(text));
    return [`第 ${i + 1} 行${label ? quoted(label) : ""}认不出是表中哪一行`];
  });
}

function unplacedColumns(matrix, columns, labelColumns, rows) {
  return matrix[0].flatMap((_, j) => {
    const hasFigure = [...rows.keys()].some((i) => !isEmpty(matrix[i][j]));
    return j >= labelColumns && !columns.has(j) && hasFigure ? [`第 ${j + 1} 列认不出是表中哪一列`] : [];
  });
}

// A block without headings is one of figures; a row or column of words in it is a heading that nobody knows.
function foreignWords(matrix, from) {
  const isWords = (texts) => texts.some(hasWords) && !texts.some(isFigure);
  const body = matrix.slice(from);
  const rows = body.flatMap((row, i) => (isWords(row) ? [`第 ${from + i + 1} 行没有数字`] : []));
  const columns = matrix[0].flatMap((_, j) => (isWords(body.map((row) => row[j])) ? [`第 ${j + 1} 列没有数字`] : []));
  return [...rows, ...columns];
}

/**
 * The plan for a block pasted at a cell.
 * @param {import("./paste_read.mjs").Matrix} matrix
 * @param {ReturnType<import("./layout.mjs").layoutOf>} layout
 * @param {string} anchor the cell that the paste was made in
 * @param {(name: string) => boolean} isTotal
 * @returns {Plan}
 */
export function planPaste(matrix, layout, anchor, isTotal) {
  const { rows: known, labelColumns: labelled } = recogniseRows(matrix, layout);
  const labelColumns = known.size ? pastEmpty(matrix, known, labelled, layout.width) : 0;
  const headRows = headRowsOf(matrix);
  const place = layout.places.get(anchor);
  const firstRow = known.size ? [...known.values()][0] : place.row;
  const byHead = recogniseColumns(matrix, headRows, labelColumns, layout, firstRow);
  const start = { row: firstRow, column: known.size ? layout.firstColumn : place.column };
  const skip = { rows: known.size ? [...known.keys()][0] : headRows, columns: labelColumns };
  const simple = inOrder(matrix, layout, start, skip);
  const rows = known.size ? known : simple.rows;
  const counted = known.size ? columnsByCount(matrix, layout, rows, labelColumns, isTotal) : simple.columns;
  const columns = byHead.size ? byHead : counted;
  const problems = [
    ...(known.size ? unplaced(matrix, rows, headRows) : foreignWords(matrix, byHead.size ? headRows : 0)),
    ...(byHead.size ? unplacedColumns(matrix, columns, labelColumns, rows) : []),
    ...(columns ? [] : [`粘贴的数字有 ${matrix[0].length - labelColumns} 列，与本表的 ${layout.width} 列不同`]),
  ];
  const plan = planFor(matrix, layout, rows, columns ?? simple.columns, isTotal);
  const shown = known.size ? skip : { ...skip, columns: wordColumns(matrix.slice(headRows)) };
  const nothing = plan.writes.length + plan.compared.length === 0 ? ["没有可以写入的数字"] : [];
  return { ...plan, problems: [...problems, ...plan.problems, ...nothing], start, skip: shown };
}
