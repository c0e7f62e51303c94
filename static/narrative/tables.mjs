// What keys and buttons do inside a table: ProseMirror commands over prosemirror-tables.
import {
  TableMap, TextSelection, addColumnAfter, addRowAfter, closeHistory, deleteColumn, deleteRow, goToNextCell,
  isInTable, keymap, selectedRect,
} from "../vendor/prosemirror.mjs";
import { MOST, table } from "./blocks.mjs";
import { caretBehind, caretFrom, withBlock, without } from "./rich.mjs";
import { headOf, schema } from "./schema.mjs";

export { isInTable };

const NEW = { rows: 3, columns: 3 };

/** Command that puts a new table in, and the caret into its first cell. */
export function insertTable(state, dispatch) {
  const rows = Array.from({ length: NEW.rows }, () => Array(NEW.columns).fill(""));
  const { tr, pos } = withBlock(state.tr, table(rows, 1));
  dispatch?.(caretFrom(tr, pos));
  return true;
}

const within = (fits, command) => (state, dispatch) =>
  isInTable(state) && fits(selectedRect(state).map) && command(state, dispatch && ((tr) => dispatch(closeHistory(tr))));

/** Commands on the row and column of the caret; false where a table is at its limit. */
export const addRow = within((map) => map.height < MOST.rows, addRowAfter);
export const addColumn = within((map) => map.width < MOST.columns, addColumnAfter);
export const removeRow = within((map) => map.height > 1, deleteRow);
export const removeColumn = within((map) => map.width > 1, deleteColumn);

/** Command that takes the whole table away. */
export function removeTable(state, dispatch) {
  if (!isInTable(state)) return false;
  dispatch?.(without(state.tr, selectedRect(state).tableStart - 1));
  return true;
}

/** The transaction in which the first `head` rows of the table at pos are its headings. */
export function withHead(tr, pos, head) {
  const node = tr.doc.nodeAt(pos);
  const { table_cell: plain, table_header: header } = schema.nodes;
  node.forEach((row, offset, at) => {
    const type = at < head ? header : plain;
    row.forEach((cell, inner) => {
      if (cell.type !== type) tr.setNodeMarkup(pos + 1 + offset + 1 + inner, type, cell.attrs);
    });
  });
  return closeHistory(tr);
}

function atLastCell(state) {
  const { map, right, bottom } = selectedRect(state);
  return right === map.width && bottom === map.height;
}

// As in Word: behind the last cell a new row begins.
function nextCell(state, dispatch, view) {
  if (!isInTable(state)) return false;
  if (atLastCell(state) && dispatch && !addRow(state, dispatch)) return true;
  return goToNextCell(1)(view ? view.state : state, dispatch);
}

function below(state, dispatch) {
  if (!isInTable(state)) return false;
  const { map, tableStart, table: node, left, bottom } = selectedRect(state);
  if (bottom === map.height) return leave(state, dispatch);
  const pos = tableStart + map.positionAt(bottom, left, node);
  const end = pos + 1 + state.doc.nodeAt(pos).content.size;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, end)).scrollIntoView());
  return true;
}

function leave(state, dispatch) {
  if (!isInTable(state)) return false;
  dispatch?.(caretBehind(state.tr, state.selection.$from.index(0)));
  return true;
}

/** Keys inside a table; asked before all others. */
export const tableKeys = keymap({
  Tab: nextCell, "Shift-Tab": goToNextCell(-1), Enter: below, "Shift-Enter": below, Escape: leave,
});

/** The transaction with rows of text laid over the cells from the caret's on; the table grows as far as it may. */
export function withCells(state, rows) {
  const { map, tableStart, table: node, left, top } = selectedRect(state);
  const height = Math.min(MOST.rows, Math.max(map.height, top + rows.length));
  const width = Math.min(MOST.columns, Math.max(map.width, left + Math.max(...rows.map((row) => row.length))));
  const head = headOf(node);
  const { table_cell: plain, table_header: header } = schema.nodes;
  const text = (row, column) => rows[row - top]?.[column - left] ?? node.maybeChild(row)?.maybeChild(column)?.textContent ?? "";
  const cells = (row) => Array.from({ length: width }, (_, column) =>
    (row < head ? header : plain).create(null, text(row, column) === "" ? null : schema.text(text(row, column))));
  const made = Array.from({ length: height }, (_, row) => schema.nodes.table_row.create(null, cells(row)));
  const tr = state.tr.replaceWith(tableStart, tableStart + node.content.size, made);
  const at = tableStart + TableMap.get(tr.doc.nodeAt(tableStart - 1))
    .positionAt(Math.min(height, top + rows.length) - 1, left, tr.doc.nodeAt(tableStart - 1));
  return closeHistory(caretFrom(tr, at + 1));
}
