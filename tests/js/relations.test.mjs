// The browser reads numbers and judges relations as tests/vectors/ says; tests/checks/test_vectors.py asks Python.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  decimal, evaluate, gap, message, parse, plain, relationFinding, shown, signedGap, writeValue,
} from "../../static/relations.mjs";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
const { relations, cases } = vectors("relations");

const numbersOf = (data) => new Map(Object.entries(data).map(([name, text]) => [name, decimal(text)]));
const plainOrNull = (number) => (number === null ? null : plain(number));

for (const group of vectors("numbers").groups) {
  test(`numbers are read as the vectors say: ${group.about}`, () => {
    for (const { typed, kind, unit, is } of group.cases) {
      assert.deepEqual(writeValue(parse(typed, kind, unit)), is, JSON.stringify([typed, kind, unit]));
    }
  });

  test(`what is shown reads back as the same: ${group.about}`, () => {
    for (const { typed, kind, unit } of group.cases) {
      const value = parse(typed, kind, unit);
      assert.deepEqual(parse(shown(value), kind, unit), value, JSON.stringify([typed, kind, unit]));
    }
  });
}

for (const name of Object.keys(relations)) {
  test(`the relation "${name}" comes out as the vectors say`, () => {
    const ofThis = cases.filter(({ relation }) => relation === name);
    assert.notEqual(ofThis.length, 0);
    for (const { relation: _, numbers: given, ...expected } of ofThis) {
      const numbers = numbersOf(given);
      const outcome = evaluate(relations[name], numbers);
      assert.deepEqual(
        {
          state: outcome.state,
          left: plainOrNull(outcome.left),
          right: plainOrNull(outcome.right),
          gap: plainOrNull(gap(outcome)),
          message: message(outcome, numbers),
        },
        expected,
        JSON.stringify(given),
      );
    }
  });
}

test("a finding names its cells, left first, and covers what stands in them", () => {
  const relation = { ...relations.total, id: "A3:new", code: "A3", severity: "error", section: "applications" };
  const contents = new Map([
    ["total", parse("0", "count")], ["p1", parse("14（含网上3件）", "count")], ["p2", parse("/", "count")],
    ["p3", parse("0", "count")], ["p4", parse("0", "count")],
  ]);
  const numbers = new Map([...contents].filter(([, v]) => v.number).map(([name, v]) => [name, v.number]));
  const finding = relationFinding(evaluate(relation, numbers), numbers, contents);
  assert.deepEqual(finding.cells, ["total", "p1", "p2", "p3", "p4"]);
  assert.deepEqual(finding.covers, { total: "0", p1: "14（含网上3件）", p2: "/", p3: "0", p4: "0" });
  assert.equal(finding.right.sum, null);
  assert.equal(finding.gap, null);
});

test("a gap by itself carries its sign", () => {
  assert.deepEqual(["2", "-2", "0", "0.50"].map((text) => signedGap(decimal(text))), ["+2", "−2", "0", "+0.50"]);
});
