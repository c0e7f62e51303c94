// Sentences of the table that are put together from parts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../static/table/words.mjs";

test("what a change would settle names each place once", () => {
  assert.equal(words.wouldSettle("甲", "5", ["自然人"]), "若「甲」改为 5，自然人一式即平。");
  assert.equal(words.wouldSettle("甲", "5", ["自然人", "总计"]), "若「甲」改为 5，自然人、总计两式均平。");
  assert.equal(words.wouldSettle("甲", "5", ["自然人", "自然人"]), "若「甲」改为 5，自然人两式均平。");
  const three = ["自然人", "自然人", "办理结果总计"];
  assert.equal(words.wouldSettle("甲", "5", three), "若「甲」改为 5，自然人（两式）、办理结果总计均平。");
});

test("a sum to be taken over names its cell where that is not the one in focus", () => {
  assert.equal(words.adopt("16", ""), "采用合计 16");
  assert.equal(words.adopt("16", "办理结果总计·总计"), "「办理结果总计·总计」采用合计 16");
});
