import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "../../static/vendor/prosemirror.mjs";
import { reconcile } from "../../static/narrative/reconcile.mjs";
import { blocksOf, docOf } from "../../static/narrative/schema.mjs";

const p = (text) => ({ type: "paragraph", text });
const h = (level, text) => ({ type: "heading", level, text });
const FOREIGN = [
  { type: "figure", src: "files/3", caption: "图一" },
  { type: "table", rows: [["甲", "1"], ["乙", null]] },
  { type: "heading", level: 3, text: "（1）更深一级" },
  { type: "paragraph", text: "带脚注", note: { n: 1 } },
];

const OURS = [
  { type: "figure", picture: "a".repeat(64), alt: "会场", caption: "图1" },
  { type: "table", caption: "表1", head: 1, rows: [["内容", "人次"], ["条例", ""]] },
  { type: "table", caption: "", head: 0, rows: [["一"]] },
];

const SECTIONS = {
  "figures and tables": OURS,
  "figures and tables among text": [p("甲"), OURS[1], OURS[2], p("乙"), OURS[0]],
  "an empty section": [],
  "paragraphs and headings": [p("综述"), h(1, "（一）甲"), p("文"), h(2, "1.乙"), p("文")],
  "blocks without text": [p("甲"), p(""), h(1, ""), p("")],
  "spaces, tabs and line breaks": [p("  甲　乙\t丙\n丁  ")],
  "marks that look like markup": [p("<b>&amp;</b> <script>")],
  "rare characters": [p("𠮷林\u200b")],
  "foreign blocks, alone": FOREIGN,
  "foreign blocks among ours": [FOREIGN[0], p("甲"), FOREIGN[1], h(1, "（一）乙")],
};

for (const [name, blocks] of Object.entries(SECTIONS)) {
  test(`${name} come back unchanged from the editor's document`, () => {
    const doc = docOf(blocks);
    doc.check();
    assert.deepEqual(blocksOf(doc), blocks);
  });
}

test("one block without text is an empty section", () => {
  assert.deepEqual(blocksOf(docOf([p("")])), []);
  assert.deepEqual(blocksOf(docOf([h(1, "")])), []);
});

const names = Object.keys(SECTIONS);
for (const before of names) {
  test(`${before} can be turned into every other section`, () => {
    for (const after of names) {
      const { tr } = EditorState.create({ doc: docOf(SECTIONS[before]) });
      const { doc } = reconcile(tr, SECTIONS[after]);
      doc.check();
      assert.deepEqual(blocksOf(doc), SECTIONS[after], `${before} -> ${after}`);
    }
  });
}

function mapped(before, after, position) {
  const tr = reconcile(EditorState.create({ doc: docOf(before) }).tr, after);
  return { position: tr.mapping.map(position), steps: tr.steps.length };
}

test("the same blocks are no change", () => {
  assert.equal(mapped([p("甲"), FOREIGN[1]], [p("甲"), structuredClone(FOREIGN[1])], 1).steps, 0);
});

test("the caret stays in its paragraph when paragraphs around it change", () => {
  // 甲 | 乙|丙 | 丁: the caret stands behind 乙.
  const before = [p("甲"), p("乙丙"), p("丁")];
  const after = [p("甲甲甲"), h(1, "（一）新"), p("乙丙"), p("另")];
  assert.equal(mapped(before, after, 5).position, 5 + 2 + 6);
});

test("the caret stays in a text that changes before and behind it", () => {
  const before = [p("甲乙丙丁")];
  assert.equal(mapped(before, [p("前甲乙丙丁")], 3).position, 4);
  assert.equal(mapped(before, [p("甲乙丙丁后")], 3).position, 3);
});

test("two far paragraphs that change leave the ones between untouched", () => {
  const middle = Array.from({ length: 50 }, (_, index) => p(`第${index}段`));
  const tr = EditorState.create({ doc: docOf([p("一"), ...middle, p("二")]) }).tr;
  const { doc } = tr;
  reconcile(tr, [p("壹"), ...middle, p("贰")]);
  assert.equal(tr.doc.child(25), doc.child(25));
  assert.equal(tr.steps.length, 2);
});

test("a paragraph made a heading keeps the caret within its text", () => {
  assert.equal(mapped([p("甲乙")], [h(1, "（一）甲乙")], 2).position, 5);
});
