import assert from "node:assert/strict";
import { test } from "node:test";
import { chineseNumeral, printNumber, readNumber, withoutNumber } from "../../static/narrative/numbers.mjs";

test("Chinese numerals run from 一 to 九十九", () => {
  const shown = [1, 9, 10, 11, 20, 21, 99].map(chineseNumeral);
  assert.deepEqual(shown, ["一", "九", "十", "十一", "二十", "二十一", "九十九"]);
  assert.throws(() => chineseNumeral(0), RangeError);
  assert.throws(() => chineseNumeral(100), RangeError);
});

test("every number printed is read back, at both levels", () => {
  for (const level of [1, 2]) {
    for (let value = 1; value <= 99; value += 1) {
      const read = readNumber(`${printNumber(level, value)}标题`);
      assert.deepEqual([read.level, read.value], [level, value]);
    }
  }
});

test("brackets and dots of either width are read, and kept when the next number is printed", () => {
  for (const [text, next] of [["(三)甲", "(四)"], ["（三） 甲", "（四）"], ["3．甲", "4．"], ["3、甲", "4、"]]) {
    const { level, value, style } = readNumber(text);
    assert.equal(value, 3);
    assert.equal(printNumber(level, value + 1, style), next);
    assert.equal(withoutNumber(text), "甲");
  }
  assert.equal(readNumber("１２.甲").value, 12);
});

test("an amount, a date, a chapter number and a bracketed word are not numbers of headings", () => {
  for (const text of ["1.5万元", "2023年", "一、总体情况", "（以下简称《条例》）", "（1）甲", "0.甲", "", "（十十）甲"]) {
    assert.equal(readNumber(text), null, text);
    assert.equal(withoutNumber(text), text);
  }
});
