// Moving about a table, and which headings stand over a figure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutOf, neighbour } from "../../static/table/layout.mjs";
import { boxes, cell } from "./fixtures/small_table.mjs";

const layout = layoutOf(boxes);

// Two stacked blocks, as in table 2: three columns of figures, then one that is three columns wide.
const figure = (name, row, column, colspan = 1) =>
  ({ kind: "figure", name, row, column, rowspan: 1, colspan, text: "" });
const head = (kind, row, column, colspan, text) => ({ kind, name: "", row, column, rowspan: 1, colspan, text });
const stacked = layoutOf([
  head("column", 0, 0, 4, "第（一）项"),
  head("column", 1, 1, 1, "制发"), head("column", 1, 2, 1, "废止"), head("column", 1, 3, 1, "现行"),
  head("row", 2, 0, 1, "规章"), figure("a", 2, 1), figure("b", 2, 2), figure("c", 2, 3),
  head("column", 3, 0, 4, "第（五）项"), head("column", 4, 1, 3, "处理决定"),
  head("row", 5, 0, 1, "行政许可"), figure("wide", 5, 1, 3),
  head("row", 6, 0, 1, "行政处罚"), figure("wider", 6, 1, 3),
]);

const going = (from, direction, column = 0, of = layout) => neighbour(of, from, direction, column)?.name;

test("down and up keep to the column, left and right to the row", () => {
  assert.equal(going(cell("new", "firm"), "down", 3), cell("granted", "firm"));
  assert.equal(going(cell("granted", "firm"), "up", 3), cell("new", "firm"));
  assert.equal(going(cell("new", "firm"), "right"), cell("new", "other"));
  assert.equal(going(cell("new", "firm"), "left"), cell("new", "person"));
});

test("at an edge there is nowhere to go", () => {
  assert.equal(going(cell("new", "person"), "up", 2), undefined);
  assert.equal(going(cell("new", "person"), "left"), undefined);
  assert.equal(going(cell("total", "total"), "down", 5), undefined);
  assert.equal(going(cell("total", "total"), "right"), undefined);
});

test("the ends of the row and of the table", () => {
  assert.equal(going(cell("granted", "other"), "rowStart"), cell("granted", "person"));
  assert.equal(going(cell("granted", "other"), "rowEnd"), cell("granted", "total"));
  assert.equal(going(cell("granted", "other"), "first"), cell("new", "person"));
  assert.equal(going(cell("granted", "other"), "last"), cell("total", "total"));
});

test("through a wide figure one comes back to the column one came from", () => {
  assert.equal(going("c", "down", 3, stacked), "wide");
  assert.equal(going("wide", "down", 3, stacked), "wider");
  assert.equal(going("wide", "up", 3, stacked), "c");
  assert.equal(going("wide", "up", 1, stacked), "a");
});

test("the headings of a figure, outermost first", () => {
  assert.deepEqual(layout.rowLabels(4), ["三、本年度办理结果", "1.属于国家秘密"]);
  assert.deepEqual(layout.columnLabels(4, 3), ["法人或其他组织", "商业企业"]);
});

test("a stacked block has only its own column headings", () => {
  assert.deepEqual(stacked.columnLabels(6, 2), ["第（五）项", "处理决定"]);
  assert.deepEqual(stacked.columnLabels(2, 2), ["第（一）项", "废止"]);
});
