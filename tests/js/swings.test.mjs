// The browser sees swings and doubtful units as tests/vectors/swings.json says; tests/years/test_swings.py asks Python.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readValue } from "../../static/relations.mjs";
import { changeText, yearFindings } from "../../static/swings.mjs";
import { decimal } from "../../static/table/decimal.mjs";

const { swings, cells, cases } = JSON.parse(readFileSync(new URL("../vectors/swings.json", import.meta.url), "utf8"));
const model = { swings, figures: new Map(Object.entries(cells)) };

function contentsOf(now, last) {
  const contents = new Map();
  for (const [mark, values] of [["", now], ["@last", last]]) {
    for (const [cell, data] of Object.entries(values)) {
      contents.set(cell + mark, readValue(data, cells[cell].kind, cells[cell].unit));
    }
  }
  return contents;
}

const numbersOf = (contents) => new Map(
  [...contents].filter(([, { number }]) => number !== null).map(([name, { number }]) => [name, number]),
);

for (const { about, now, last, findings } of cases) {
  test(`two years' figures come out as the vectors say: ${about}`, () => {
    const contents = contentsOf(now, last);
    assert.deepEqual(yearFindings(model, numbersOf(contents), contents), findings);
  });
}

test("a change is told in whole per cent, from nothing as a number", () => {
  const told = (now, last) => changeText(decimal(now), decimal(last));
  assert.deepEqual(
    [told("16", "5"), told("84", "195"), told("50", "0"), told("-50", "0")],
    ["增 220%", "减 57%", "增 50", "减 50"],
  );
});
