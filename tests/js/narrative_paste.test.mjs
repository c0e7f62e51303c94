import assert from "node:assert/strict";
import { test } from "node:test";
import { STYLE, inertHtml } from "../../static/narrative/paste_inert.mjs";
import { blocksOfLines, blocksOfText, tidy } from "../../static/narrative/paste_lines.mjs";
import { printedNumber } from "../../static/narrative/paste_lists.mjs";
import { mergePaste } from "../../static/narrative/paste_merge.mjs";

const p = (text) => ({ type: "paragraph", text });
const h = (level, text) => ({ type: "heading", level, text });
const levels = (...lines) => blocksOfLines(lines.map(([depth, text]) => ({ depth, text })))
  .map((block) => block.level ?? 0);

test("white space is printed as one space, and not at all between Chinese characters of two lines", () => {
  assert.equal(tidy("公开\r\n  信息"), "公开信息");
  assert.equal(tidy("，\n公开”\n。"), "，公开”。");
  assert.equal(tidy("GB/T\u00a0\u00a0 9704\n号"), "GB/T 9704 号");
  assert.equal(tidy("公开 信息"), "公开 信息");
});

test("an indent made of spaces is dropped, a wide space within the text is kept", () => {
  assert.equal(tidy("　　全年　公开　\u00a0"), "全年　公开");
});

test("what has no width is dropped", () => assert.equal(tidy("公\u200b开\ufeff\u0007"), "公开"));

test("plain text is one paragraph a line, whatever ends the lines", () => {
  assert.deepEqual(blocksOfText("甲\r\n乙\r丙\n\n　\n丁\v戊\f己\u2028庚"), [..."甲乙丙丁戊己庚"].map(p));
  assert.deepEqual(blocksOfText(" \n\u200b\n"), []);
});

test("plain text keeps its tabs, so that a table can be told", () => {
  assert.deepEqual(blocksOfText("甲\t\t1\n\t乙"), [p("甲\t\t1"), p("\t乙")]);
});

test("a short line that begins with （一） is a sub-heading, a line of text is not", () => {
  assert.deepEqual(levels([null, "（一）主动公开"], [null, "（二）主动公开。全年126条。"]), [1, 0]);
  assert.deepEqual(levels([null, `（一）${"很".repeat(60)}`]), [0]);
  assert.deepEqual(levels([null, "1.主动公开"], [null, "主动公开"]), [0, 0]);
});

test("a heading with a printed number has the level of its number", () => {
  assert.deepEqual(levels([1, "（一）甲"], [1, "1.乙"], [5, "（二）丙"]), [1, 2, 1]);
});

test("a heading without a number has its level from the numbered ones around it", () => {
  assert.deepEqual(levels([1, "总体"], [2, "（一）甲"], [3, "乙"]), [1, 1, 2]);
  assert.deepEqual(levels([2, "甲"], [3, "1.乙"], [3, "丙"]), [1, 2, 2]);
});

test("without any number the shallowest headings are level 1 and all others level 2", () => {
  assert.deepEqual(levels([3, "甲"], [null, "文"], [4, "乙"], [6, "丙"]), [1, 0, 2, 2]);
});

test("a text set in a heading's style by mistake is text", () => {
  assert.deepEqual(levels([2, "甲"], [1, "全年公开信息。另有图解。"]), [1, 0]);
});

test("a printed number is kept and a bullet is not", () => {
  for (const number of ["1.", "（1）", "（一）", "一、", "①", "a)", "IV.", "第三条", "１．"]) {
    assert.equal(printedNumber(number), number);
  }
  for (const bullet of ["l", "·", "Ø", "●", "n", "o", "§", ""]) assert.equal(printedNumber(bullet), "");
});

test("styles are renamed, style sheets set apart and handlers dropped before HTML is parsed", () => {
  const { html, css } = inertHtml(
    "<base href=x><style>p{a:b}</style><P STYLE='c:d' onclick=\"e()\" class=f>style=\"g\" <!-- <b style=h> --></P>");
  assert.equal(css, "p{a:b}");
  assert.equal(
    html, `<!----><!----></style><P ${STYLE}='c:d'  class=f>style="g" <!-- <b style=h> --></P>`);
});

test("one pasted block joins the text at the caret, whatever its kind", () => {
  assert.deepEqual(mergePaste(h(1, "（一）甲乙"), 4, [h(2, "插")]), {
    blocks: [h(1, "（一）甲插乙")], index: 0, offset: 5,
  });
});

test("a block pasted into an empty one keeps its own kind", () => {
  assert.deepEqual(mergePaste(p(""), 0, [h(1, "（一）甲")]).blocks, [h(1, "（一）甲")]);
});

test("pasted paragraphs join the text on either side, sub-headings stand alone", () => {
  assert.deepEqual(mergePaste(p("前后"), 1, [p("一"), p("二")]), {
    blocks: [p("前一"), p("二后")], index: 1, offset: 1,
  });
  assert.deepEqual(mergePaste(p("前后"), 1, [h(1, "一"), h(1, "二")]), {
    blocks: [p("前"), h(1, "一"), h(1, "二"), p("后")], index: 2, offset: 1,
  });
  assert.deepEqual(mergePaste(h(1, "前后"), 1, [p("一"), p("二")]).blocks, [h(1, "前"), p("一"), p("二后")]);
});

test("at either end of a block nothing empty is left behind", () => {
  assert.deepEqual(mergePaste(p("后"), 0, [h(1, "一"), p("二")]).blocks, [h(1, "一"), p("二后")]);
  assert.deepEqual(mergePaste(h(1, "前"), 1, [p("一"), p("二")]).blocks, [h(1, "前"), p("一"), p("二")]);
});
