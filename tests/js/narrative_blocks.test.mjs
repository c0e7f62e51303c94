import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { countCharacters, isText } from "../../static/narrative/blocks.mjs";

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

test("a block is text only if it is exactly one of our two forms", () => {
  assert.ok(isText({ type: "paragraph", text: "" }));
  assert.ok(isText({ type: "heading", level: 2, text: "1.一" }));
  assert.ok(!isText({ type: "heading", level: 3, text: "（1）" }));
  assert.ok(!isText({ type: "paragraph", text: "有批注", note: 1 }));
  assert.ok(!isText({ type: "paragraph" }));
  assert.ok(!isText({ type: "table", rows: [] }));
});
