// Which one figure would settle a fault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../static/relations.mjs";
import { remedies, suggestion } from "../../static/table/suggestion.mjs";
import { cell, storeOf } from "./fixtures/small_table.mjs";

const relation = (store, id) => store.model.relations.find((r) => r.id === id);
const told = ({ cell: name, number, settles }) => [name, plain(number), settles.map(({ id }) => id)];

test("a stray figure whose totals followed is named with the value that settles both columns", () => {
  const store = storeOf("14 0 0 14", "13 0 0 13", "1 2 0 3", "14 2 0 16");
  const found = suggestion(store.checker, relation(store, "A1:firm"));
  assert.deepEqual(told(found), [cell("secret", "firm"), "0", ["A1:firm", "A1:total"]]);
});

test("every possible remedy is found, forgotten zeros among them, and none below zero", () => {
  const store = storeOf("14 0 0 14", "13 0 0 13", "1 2 0 3", "14 2 0 16");
  const found = remedies(store.checker, relation(store, "A1:firm")).map(told);
  const expected = [[cell("new", "firm"), "2"], [cell("secret", "firm"), "0"]];
  assert.deepEqual(found.map(([name, number]) => [name, number]), expected);
});

test("two figures that could both be wrong give no suggestion, but the one in focus as one among several", () => {
  const store = storeOf("14 5 0 19", "13 2 0 15", "1 1 0 2", "14 3 0 17");
  const broken = relation(store, "A1:firm");
  assert.equal(suggestion(store.checker, broken), null);
  const focus = cell("secret", "firm");
  const found = suggestion(store.checker, broken, focus);
  assert.deepEqual(told(found).slice(0, 2), [focus, "3"]);
  assert.equal(found.rivals, new Set(remedies(store.checker, broken).map(({ cell: one }) => one)).size - 1);
});

test("a change that breaks another relation is no remedy", () => {
  const store = storeOf("14 2 0 16", "13 2 0 14", "1 0 0 1", "14 2 0 16");
  const found = remedies(store.checker, relation(store, "A3:granted")).map(told);
  assert.deepEqual(found.map(([name, number]) => [name, number]), [[cell("granted", "total"), "15"]]);
});

test("a relation with a blank cell has no remedy yet", () => {
  const store = storeOf("14 2 0 16", "13 2 0 15", "_ 0 0 1", "14 2 0 16");
  assert.deepEqual(remedies(store.checker, relation(store, "A2:person")), []);
});
