// Totals follow, stay, fill and empty as interaction asks; everything is one step back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../static/relations.mjs";
import { followers, partialSum, settle } from "../../static/table/totals.mjs";
import { cell, standing, storeOf } from "./fixtures/small_table.mjs";

const LEVEL = ["14 2 0 16", "13 2 0 15", "1 0 0 1", "14 2 0 16"];
const typeIn = (store, name, text) => {
  for (let end = 1; end <= text.length; end += 1) store.type(name, text.slice(0, end));
  store.leave(name, text);
};

test("a total that agrees follows its parts, up to the grand total", () => {
  const store = storeOf(...LEVEL);
  typeIn(store, cell("granted", "person"), "20");
  assert.deepEqual(standing(store), ["14 2 0 16", "20 2 0 22", "1 0 0 1", "21 2 0 23"]);
});

test("a total that disagrees is kept, whatever its parts become", () => {
  const store = storeOf("14 2 0 0", "13 2 0 15", "1 0 0 1", "14 2 0 16");
  typeIn(store, cell("new", "firm"), "3");
  assert.equal(standing(store)[0], "14 3 0 0");
});

test("a total is not taken along by a half-typed part that happens to agree", () => {
  const store = storeOf("12 2 0 16", "13 2 0 15", "1 0 0 1", "14 2 0 16");
  typeIn(store, cell("new", "person"), "144");
  assert.equal(standing(store)[0], "144 2 0 16");
});

test("a part that makes a stated total agree makes it follow from then on", () => {
  const store = storeOf("12 2 0 16", "13 2 0 15", "1 0 0 1", "14 2 0 16");
  typeIn(store, cell("new", "person"), "14");
  typeIn(store, cell("new", "person"), "15");
  assert.equal(standing(store)[0], "15 2 0 17");
});

test("a blank total fills when all its parts are there, not before", () => {
  const store = storeOf("14 2 _ _");
  assert.equal(standing(store)[0], "14 2 _ _");
  typeIn(store, cell("new", "other"), "0");
  assert.equal(standing(store)[0], "14 2 0 16");
});

test("a total that follows empties with a part, and what is known so far can be said", () => {
  const store = storeOf(...LEVEL);
  store.type(cell("new", "firm"), "");
  assert.equal(standing(store)[0], "14 _ 0 _");
  const relation = store.model.relations.find(({ id }) => id === "A3:new");
  const { sum, known, all } = partialSum(store.model, relation, store.checker.numbers);
  assert.deepEqual([sum.units, known, all], [14_000_000n, 2, 3]);
  store.type(cell("new", "firm"), "5");
  store.leave(cell("new", "firm"), "5");
  assert.equal(standing(store)[0], "14 5 0 19");
});

test("a stated total over a blank part stays", () => {
  const store = storeOf("14 _ 0 16");
  typeIn(store, cell("new", "person"), "13");
  assert.equal(standing(store)[0], "13 _ 0 16");
});

test("looking at a blank total whose parts are all there does not fill it", () => {
  const store = storeOf("14 2 0 _");
  store.leave(cell("new", "person"), "14");
  assert.equal(standing(store)[0], "14 2 0 _");
});

test("a total with a note is a statement and does not follow", () => {
  const store = storeOf("14 2 0 16（含网上3件）");
  typeIn(store, cell("new", "person"), "15");
  assert.equal(store.read(cell("new", "total")).note, "含网上3件");
});

test("a grand total that two sums derive follows only while they agree", () => {
  const store = storeOf("14 2 0 16", "13 2 0 99", "1 0 0 1", "14 2 0 16");
  typeIn(store, cell("granted", "person"), "20");
  assert.deepEqual(standing(store).slice(1), ["20 2 0 99", "1 0 0 1", "21 2 0 16"]);
});

test("text that is no number leaves the figures alone while it is typed, and counts when the cell is left", () => {
  const store = storeOf(...LEVEL);
  const name = cell("new", "person");
  store.type(name, "1x");
  assert.equal(standing(store)[0], "14 2 0 16");
  store.leave(name, "1x");
  assert.equal(standing(store)[0], "1x 2 0 _");
  assert.equal(store.checker.fault(name).message, "t.new.person：“1x”不是数字");
});

test("an edit, the totals that it moved and all, is one step back and forth", () => {
  const store = storeOf(...LEVEL);
  typeIn(store, cell("granted", "person"), "20");
  assert.equal(store.undo().count, 4);
  assert.deepEqual(standing(store), LEVEL);
  store.redo();
  assert.equal(standing(store)[3], "21 2 0 23");
});

test("giving up an edit restores what stood, totals too", () => {
  const store = storeOf(...LEVEL);
  store.type(cell("granted", "person"), "2");
  assert.equal(store.cancel(cell("granted", "person")), true);
  assert.deepEqual(standing(store), LEVEL);
  assert.equal(store.history.canUndo, false);
});

test("zeros for many blanks settle every total, as one step", () => {
  const store = storeOf("3 _ _ _", "3 _ _ _");
  const blanks = ["new", "granted", "secret"].flatMap((r) => ["firm", "other"].map((c) => cell(r, c)));
  store.batch("填 0", new Map([...blanks, cell("secret", "person")].map((name) => [name, parse("0", "count")])));
  assert.deepEqual(standing(store), ["3 0 0 3", "3 0 0 3", "0 0 0 0", "3 0 0 3"]);
  store.undo();
  assert.deepEqual(standing(store), ["3 _ _ _", "3 _ _ _", "_ _ _ _", "_ _ _ _"]);
});

test("what another person has changed since is not taken back", () => {
  const store = storeOf(...LEVEL);
  typeIn(store, cell("granted", "person"), "20");
  store.remote(new Map([[cell("granted", "person"), parse("7", "count")]]));
  const { count, foreign } = store.undo();
  assert.deepEqual([count, foreign], [3, 1]);
  assert.equal(standing(store)[1], "7 2 0 15");
});

test("a value from another person leaves the cell being typed in alone, and giving up shows it", () => {
  const store = storeOf(...LEVEL);
  const name = cell("new", "person");
  store.type(name, "2");
  assert.deepEqual(store.remote(new Map([[name, parse("9", "count")]])), []);
  assert.equal(standing(store)[0].split(" ")[0], "2");
  store.cancel(name);
  assert.equal(standing(store)[0].split(" ")[0], "9");
});

test("totals that derive each other come to an end", () => {
  const store = storeOf(...LEVEL);
  const { checker } = store;
  const [a, b] = [cell("new", "total"), cell("granted", "total")];
  const loop = { terms: [{ cell: b, name: "", sign: 1 }, { cell: cell("new", "person"), name: "", sign: 1 }] };
  const back = { terms: [{ cell: a, name: "", sign: 1 }] };
  const relations = [{ id: "x", cells: [a, b, cell("new", "person")] }, { id: "y", cells: [b, a] }];
  const model = {
    ...checker.model,
    derives: new Map([["x", { total: a, parts: loop }], ["y", { total: b, parts: back }]]),
    derivers: new Map([[a, [relations[0]]], [b, [relations[1]]]]),
    relationsOf: new Map([[a, relations], [b, relations], [cell("new", "person"), [relations[0]]]]),
  };
  const changes = new Map([[cell("new", "person"), parse("2", "count")]]);
  const settled = settle({ ...checker, model }, changes, new Set([a, b]));
  assert.deepEqual([...settled.keys()], [a, b]);
});

test("which totals follow is told by the sums that derive them", () => {
  const store = storeOf("14 2 0 16", "13 2 0 99");
  const following = followers(store.checker);
  assert.equal(following.has(cell("new", "total")), true);
  assert.equal(following.has(cell("granted", "total")), false);
  assert.equal(following.has(cell("total", "person")), true);
  assert.equal(following.has(cell("new", "person")), false);
});
