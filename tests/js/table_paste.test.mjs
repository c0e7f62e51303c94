// Where a pasted block goes, and when a person has to decide.
import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutOf } from "../../static/table/layout.mjs";
import { planAt, planPaste } from "../../static/table/paste_plan.mjs";
import { MOST_TEXT, matrixOfText, readClipboard, trimmed } from "../../static/table/paste_read.mjs";
import { boxes, cell } from "./fixtures/small_table.mjs";

const layout = layoutOf(boxes);
const isTotal = (name) => name.includes("total");
const plan = (text, anchor = cell("new", "person"), of = layout) =>
  planPaste(trimmed(typeof text === "string" ? matrixOfText(text) : text), of, anchor, isTotal);
const told = (items) => items.map(({ name, text }) => `${name.slice(2)}=${text}`);

test("tab-separated text: quoted fields hold tabs, quotes and line breaks", () => {
  assert.deepEqual(matrixOfText('a\t"b\t""c""\nd"\r\n1\t2\r\n'), [["a", 'b\t"c"\nd'], ["1", "2"]]);
  assert.deepEqual(matrixOfText('"三安全"一稳定\t3'), [['"三安全"一稳定', "3"]]);
  assert.deepEqual(matrixOfText('"open\t1\n2'), [['"open', "1"], ["2"]]);
  assert.deepEqual(matrixOfText("\t\n\t5\n"), [["", ""], ["", "5"]]);
});

test("only empty rows and columns at the end are dropped", () => {
  assert.deepEqual(trimmed([["", ""], ["", "5", ""], ["", "", ""]]), [["", ""], ["", "5"]]);
});

test("one text alone is typed, not placed", () => {
  assert.equal(readClipboard({ html: "", text: "134,691\r\n" }).isSingle, true);
  assert.equal(readClipboard({ html: "", text: "1\t2" }).isSingle, false);
  assert.equal(readClipboard({ html: "", text: "" }).isSingle, true);
});

test("too large a paste is refused before anything is read", () => {
  const { matrices, tooLarge } = readClipboard({ html: "", text: "1\t".repeat(MOST_TEXT) });
  assert.deepEqual([matrices, tooLarge], [[], 2 * MOST_TEXT]);
  assert.equal(readClipboard({ html: "", text: "1\n".repeat(500) }).rows, 500);
});

test("a block of figures goes where the cell in focus is, empty boxes kept in place", () => {
  const { writes, compared, blanks, problems } = plan("\t2\n1\t\n3\t4", cell("new", "firm"));
  assert.deepEqual(told(writes), ["new.other=2", "granted.firm=1", "secret.firm=3", "secret.other=4"]);
  assert.deepEqual([compared, blanks, problems], [[], 2, []]);
});

test("an empty first row is a row", () => {
  assert.deepEqual(told(plan("\t\n1\t2").writes), ["granted.person=1", "granted.firm=2"]);
});

test("totals within a block are compared, totals alone are meant", () => {
  const mixed = plan("14\t2\t0\t99");
  assert.deepEqual(told(mixed.writes), ["new.person=14", "new.firm=2", "new.other=0"]);
  assert.deepEqual(told(mixed.compared), ["new.total=99"]);
  assert.deepEqual(told(plan("16\n15", cell("new", "total")).writes), ["new.total=16", "granted.total=15"]);
});

test("a block that sticks out is not guessed at", () => {
  const { problems } = plan("1\t2\t3", cell("new", "other"));
  assert.deepEqual(problems, ["第 1 行第 3 列的 “3” 没有对应的格"]);
  assert.equal(plan("1\n2", cell("total", "person")).problems.length, 1);
});

test("row headings place the rows, wherever the focus is, merged headings as plain text leaves them", () => {
  const text = "一、本年新收申请数量\t\t14\t2\t0\t16\n三、本年度办理结果\t（一）予以公开\t13\t2\t0\t15\n"
    + "\t1、属于国家秘密\t1\t0\t0\t1\n\t（七）总计\t14\t2\t0\t16";
  const { writes, compared, problems } = plan(text, cell("secret", "other"));
  assert.deepEqual(problems, []);
  assert.deepEqual(told(writes), [
    "new.person=14", "new.firm=2", "new.other=0", "granted.person=13", "granted.firm=2", "granted.other=0",
    "secret.person=1", "secret.firm=0", "secret.other=0",
  ]);
  assert.deepEqual(told(compared), [
    "new.total=16", "granted.total=15", "secret.total=1",
    "total.person=14", "total.firm=2", "total.other=0", "total.total=16",
  ]);
});

test("rows may be missing or of another tool's numbering, and a wide heading alone leaves its empty columns", () => {
  assert.deepEqual(told(plan("属于国家秘密\t1\t0\t0").writes), ["secret.person=1", "secret.firm=0", "secret.other=0"]);
  const wide = plan("一、本年新收申请数量\t\t14\t2\t0\t16");
  assert.deepEqual(told(wide.writes), ["new.person=14", "new.firm=2", "new.other=0"]);
});

test("column headings place the columns, in whatever number", () => {
  const { writes, problems } = plan("自然人\t其他\n14\t5\n13\t4", cell("new", "other"));
  assert.deepEqual(problems, []);
  assert.deepEqual(told(writes), ["new.person=14", "new.other=5", "granted.person=13", "granted.other=4"]);
});

test("headings of both kinds, as Word copies them with merged boxes", () => {
  const matrix = [
    ["（勾稽关系）", null, "自然人", "法人或其他组织", null, "总计"],
    [null, null, null, "商业企业", "其他", null],
    ["一、本年新收申请数量", null, "14", "2", "0", "16"],
    ["三、本年度办理结果", "（一）予以公开", "13", "2", "", "15"],
  ];
  const { writes, blanks, problems } = plan(matrix, cell("total", "total"));
  assert.deepEqual(problems, []);
  assert.equal(blanks, 1);
  assert.deepEqual(told(writes), ["new.person=14", "new.firm=2", "new.other=0", "granted.person=13", "granted.firm=2"]);
});

test("a row of figures whose heading nobody knows stops the paste", () => {
  const { problems } = plan("（一）予以公开\t13\t2\t0\n（二）另行答复\t1\t0\t0");
  assert.deepEqual(problems, ["第 2 行“（二）另行答复”认不出是表中哪一行"]);
});

test("known rows with another number of columns stop the paste", () => {
  assert.deepEqual(plan("（一）予以公开\t13\t2").problems, ["粘贴的数字有 2 列，与本表的 4 列不同"]);
});

test("words that are no headings of the table stop the paste", () => {
  assert.deepEqual(plan("甲局\t13\n乙局\t2").problems, ["第 1 列没有数字"]);
  assert.deepEqual(plan("备注\t说明\n13\t2").problems, ["第 1 行没有数字"]);
});

test("a figure that cannot be read goes in as it is, to be marked", () => {
  const { writes } = plan("14\t约2\t/");
  assert.deepEqual(told(writes), ["new.person=14", "new.firm=约2", "new.other=/"]);
});

test("a person may say where it begins and how much of it is headings", () => {
  const matrix = trimmed(matrixOfText("单位\t甲\t乙\n某局\t13\t2"));
  const found = planAt(matrix, layout, { row: 3, column: 3 }, { rows: 1, columns: 1 }, isTotal);
  assert.deepEqual([told(found.writes), found.problems], [["granted.firm=13", "granted.other=2"], []]);
});

test("a wide figure takes one text, and its empty neighbours nothing", () => {
  const wide = layoutOf([
    { kind: "row", row: 0, column: 0, rowspan: 1, colspan: 1, text: "规章", name: "" },
    ...["a", "b", "c"].map((name, x) =>
      ({ kind: "figure", row: 0, column: x + 1, rowspan: 1, colspan: 1, text: "", name })),
    { kind: "row", row: 1, column: 0, rowspan: 1, colspan: 1, text: "行政许可", name: "" },
    { kind: "figure", row: 1, column: 1, rowspan: 1, colspan: 3, text: "", name: "wide" },
  ]);
  const placed = (text) => plan(text, "a", wide).writes.map(({ name, text: t }) => `${name}=${t}`);
  assert.deepEqual(placed("规章\t1\t2\t3\n行政许可\t77\t\t"), ["a=1", "b=2", "c=3", "wide=77"]);
  assert.deepEqual(placed("行政许可\t77"), ["wide=77"]);
  assert.deepEqual(plan("行政许可\t77\t8\t9", "a", wide).problems.length, 2);
});
