import assert from "node:assert/strict";
import { test } from "node:test";
import { withLevel } from "../../static/narrative/headings.mjs";

const p = (text) => ({ type: "paragraph", text });
const h1 = (text) => ({ type: "heading", level: 1, text });
const h2 = (text) => ({ type: "heading", level: 2, text });
const texts = (blocks) => blocks.map((block) => block.text);

test("a paragraph made a sub-heading takes the next number", () => {
  const blocks = [h1("（一）甲"), p("文"), p("乙")];
  assert.deepEqual(withLevel(blocks, 2, 2, 1), [h1("（一）甲"), p("文"), h1("（二）乙")]);
});

test("a paragraph that has its number keeps it", () => {
  assert.deepEqual(withLevel([p("（三）丙")], 0, 0, 1), [h1("（三）丙")]);
  assert.deepEqual(withLevel([p("4、丁")], 0, 0, 2), [h2("4、丁")]);
});

test("numbers that follow on count on from an inserted one", () => {
  const blocks = [h1("（一）甲"), p("乙"), h1("（二）丙"), p("文"), h1("（三）丁")];
  assert.deepEqual(texts(withLevel(blocks, 1, 1, 1)), ["（一）甲", "（二）乙", "（三）丙", "文", "（四）丁"]);
});

test("numbers that did not follow on are left as they are", () => {
  const blocks = [p("甲"), h1("（三）丙"), h1("丁")];
  assert.deepEqual(texts(withLevel(blocks, 0, 0, 1)), ["（一）甲", "（三）丙", "丁"]);
});

test("numbers of level 2 start anew in each sub-section", () => {
  const blocks = [h1("（一）甲"), h2("1.子"), h1("（二）乙"), p("丑"), h2("1.寅"), h1("（三）丙"), h2("1.卯")];
  assert.deepEqual(
    texts(withLevel(blocks, 3, 3, 2)),
    ["（一）甲", "1.子", "（二）乙", "1.丑", "2.寅", "（三）丙", "1.卯"],
  );
});

test("a sub-heading changes level with its number", () => {
  const blocks = [h1("（一）甲"), h1("（二）乙")];
  assert.deepEqual(withLevel(blocks, 1, 1, 2), [h1("（一）甲"), h2("1.乙")]);
});

test("a sub-heading made text again loses no character", () => {
  assert.deepEqual(withLevel([h1("（一）甲")], 0, 0, 0), [p("（一）甲")]);
});

test("several paragraphs at once are numbered in turn", () => {
  assert.deepEqual(texts(withLevel([p("甲"), p("乙"), p("丙")], 0, 2, 2)), ["1.甲", "2.乙", "3.丙"]);
});

test("a new number is printed with the brackets of the one before", () => {
  assert.deepEqual(texts(withLevel([h1("(一)甲"), p("乙")], 1, 1, 1)), ["(一)甲", "(二)乙"]);
});

test("a sub-heading that already has the level, and a foreign block, stay as they are", () => {
  const blocks = [h1("无号"), { type: "figure", id: 7 }];
  assert.deepEqual(withLevel(blocks, 0, 1, 1), blocks);
});
