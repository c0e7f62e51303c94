// What others have saved and what is still being typed: both stay.
import assert from "node:assert/strict";
import { test } from "node:test";

import { followed, mergedItems, same } from "../../static/editor/merging.mjs";

const p = (text) => ({ type: "paragraph", text });
// The server writes the same block with its keys in another order.
const fromServer = (text) => ({ text, type: "paragraph" });
const words = (items) => items.map((item) => item.text);

test("the order of keys makes no difference", () => {
  assert.ok(same([p("甲")], [fromServer("甲")]));
  assert.deepEqual(words(mergedItems([p("甲"), p("我")], [p("甲")], [fromServer("甲")])), ["甲", "我"]);
});

test("different paragraphs of two people are both taken", () => {
  const merged = mergedItems([p("我改"), p("乙"), p("丙")], [p("甲"), p("乙"), p("丙")], ["甲", "乙", "同事改"].map(fromServer));
  assert.deepEqual(words(merged), ["我改", "乙", "同事改"]);
});

test("the same paragraph changed by both stays twice, and nothing is lost", () => {
  assert.deepEqual(words(mergedItems([p("我")], [p("甲")], [fromServer("同事")])), ["同事", "我"]);
});

test("what was typed while a save of something else was under way is kept and told as not stored", () => {
  const server = followed([p("甲"), p("乙")]);
  const shown = server.take([p("我改甲"), p("乙")], undefined, ["甲", "同事改乙"].map(fromServer));
  assert.deepEqual(words(shown), ["我改甲", "同事改乙"]);
  assert.ok(!server.isStored(shown));
});

test("what was sent is the base of what was typed since", () => {
  const server = followed([p("甲"), p("乙")]);
  const shown = server.take([p("我再改"), p("乙")], [p("我改"), p("乙")], ["我改", "同事改乙"].map(fromServer));
  assert.deepEqual(words(shown), ["我再改", "同事改乙"]);
});

test("without changes of others the page keeps what it has", () => {
  const server = followed([p("甲")]);
  const now = [p("我改")];
  assert.equal(server.take(now, now, undefined), now);
  assert.ok(server.isStored(now));
});
