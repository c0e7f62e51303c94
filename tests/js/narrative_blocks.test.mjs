import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { countCharacters, figure, isFigure, isTable, isText, table } from "../../static/narrative/blocks.mjs";

const counts = JSON.parse(await readFile(new URL("fixtures/word-count.json", import.meta.url), "utf8"));

for (const { text, count, why } of counts) {
  test(`字数 of ${JSON.stringify(text)} is ${count}: ${why}`, () => {
    assert.equal(countCharacters([{ type: "paragraph", text }]), count);
  });
}

test("headings count like paragraphs, and what the editor cannot read counts nothing", () => {
  const blocks = [
    { type: "heading", level: 1, text: "（一）主动公开" },
    { type: "figure", caption: "不计" },
    { type: "paragraph", text: "共3件。" },
  ];
  assert.equal(countCharacters(blocks), 7 + 4);
});

test("captions and cells count, each by itself; 替代文字 does not", () => {
  const blocks = [figure("a".repeat(64), "不计的文字", "图1 趋势"), table([["内容", "人次"], ["条例", "120"]], 1, "表1 培训")];
  assert.equal(countCharacters(blocks), 4 + 4 + 4 + 2 + 1);
});

test("a figure or table is ours only in just its form", () => {
  const rows = [["甲", "1"], ["乙", ""]];
  assert.ok(isTable(table(rows, 1)));
  assert.ok(isTable(table(rows, 2, "表1")));
  for (const other of [
    { rows: [] }, { rows: [[]] }, { rows: [["甲"], ["乙", "丙"]] }, { rows: [["甲", null]] }, { rows: [["甲\n乙"]] },
    { rows: [Array(21).fill("")] }, { rows: Array(201).fill([""]) }, { head: 3 }, { head: "1" }, { head: -1 },
    { caption: null }, { note: 1 },
  ]) assert.ok(!isTable({ ...table(rows, 1), ...other }), JSON.stringify(other).slice(0, 60));
  assert.ok(isFigure(figure("0".repeat(64))));
  for (const other of [{ picture: "../x" }, { picture: 1 }, { alt: null }, { alt: "长".repeat(1001) }, { src: "x" }]) {
    assert.ok(!isFigure({ ...figure("0".repeat(64)), ...other }), JSON.stringify(other).slice(0, 60));
  }
});

test("a block is text only if it is exactly one of our two forms", () => {
  assert.ok(isText({ type: "paragraph", text: "" }));
  assert.ok(isText({ type: "heading", level: 2, text: "1.一" }));
  assert.ok(!isText({ type: "heading", level: 3, text: "（1）" }));
  assert.ok(!isText({ type: "paragraph", text: "有批注", note: 1 }));
  assert.ok(!isText({ type: "paragraph" }));
  assert.ok(!isText({ type: "table", rows: [] }));
});
