import assert from "node:assert/strict";
import { test } from "node:test";
import { findAspects, insertAspect } from "../../static/narrative/aspects.mjs";

const ASPECTS = ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"];
const p = (text) => ({ type: "paragraph", text });
const h1 = (text) => ({ type: "heading", level: 1, text });
const h2 = (text) => ({ type: "heading", level: 2, text });
const found = (...blocks) => findAspects(blocks, ASPECTS)
  .filter(({ index }) => index !== null).map(({ aspect }) => aspect);
const insert = (blocks, aspect) => insertAspect(blocks, ASPECTS, aspect);

for (const text of [
  "（一）主动公开", "(一)主动公开", "（一） 主动公开情况", "1.主动公开方面", "主动公开工作情况", "（一）主动公开。",
  "（一）政府信息主动公开开展情况",
]) {
  test(`the sub-heading ${text} speaks of 主动公开`, () => assert.deepEqual(found(h1(text)), ["主动公开"]));
}

test("a line that is sub-heading and text speaks of its aspect", () => {
  assert.deepEqual(found(p("（二）依申请公开。全年收到申请3件，主动公开12件。")), ["依申请公开"]);
  assert.deepEqual(found(p("2.依申请公开情况：3件")), ["依申请公开"]);
});

test("a paragraph that merely mentions an aspect does not speak of it", () => {
  assert.deepEqual(found(p("全年主动公开政府信息126条。"), p("主动公开")), []);
});

test("one sub-heading can speak of two aspects, and a short one of the aspect that ends like it", () => {
  assert.deepEqual(found(h1("（一）主动公开和依申请公开情况")), ["主动公开", "依申请公开"]);
  assert.deepEqual(found(h1("（四）平台建设")), ["政府信息公开平台建设"]);
  assert.deepEqual(found(h1("（四）公开")), []);
});

test("the first aspect of an empty section is number one, with room for its text", () => {
  const expected = { blocks: [h1("（一）依申请公开"), p("")], index: 1 };
  assert.deepEqual(insert([], "依申请公开"), expected);
  assert.deepEqual(insert([p("")], "依申请公开"), expected);
});

test("an aspect goes behind the text of those before it, and later numbers count on", () => {
  const blocks = [p("综述"), h1("（一）主动公开"), p("甲"), h2("1.子"), p("乙"), h1("（二）监督保障"), p("丙")];
  assert.deepEqual(insert(blocks, "政府信息管理"), {
    blocks: [
      p("综述"), h1("（一）主动公开"), p("甲"), h2("1.子"), p("乙"), h1("（二）政府信息管理"), p(""),
      h1("（三）监督保障"), p("丙"),
    ],
    index: 6,
  });
});

test("an aspect with none before it goes in front of the first one behind it", () => {
  const { blocks } = insert([p("综述"), h1("（一）监督保障")], "主动公开");
  assert.deepEqual(blocks, [p("综述"), h1("（一）主动公开"), p(""), h1("（二）监督保障")]);
});

test("an aspect follows the level and the brackets of its neighbours", () => {
  assert.deepEqual(insert([h2("1、主动公开")], "监督保障").blocks, [h2("1、主动公开"), h2("2、监督保障"), p("")]);
  assert.equal(insert([h1("(一)主动公开")], "监督保障").blocks[1].text, "(二)监督保障");
});

test("all aspects, inserted in any order, stand in the order given and are numbered through", () => {
  const orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]];
  for (const order of orders) {
    const blocks = order.reduce((result, at) => insert(result, ASPECTS[at]).blocks, []);
    const titles = blocks.filter(({ text }) => text !== "").map(({ text }) => text);
    assert.deepEqual(titles, [
      "（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）政府信息公开平台建设", "（五）监督保障",
    ]);
  }
});

test("nothing of a section is lost when an aspect is inserted, foreign blocks included", () => {
  const figure = { type: "figure", src: "a" };
  const blocks = [h1("（一）主动公开"), figure, p("甲")];
  assert.deepEqual(insert(blocks, "监督保障").blocks, [...blocks, h1("（二）监督保障"), p("")]);
});
