// Totals (总计) that follow their parts. No DOM.
//
// A total that agrees with its parts follows them as they change; one that disagrees was typed or imported
// by somebody and stays; one that is blank fills when all its parts are there, and empties when one goes.
import { HOLDS } from "../relations.mjs";
import { ZERO, minus, plus, same } from "./decimal.mjs";
import { BLANK, isBlank, sameValue } from "./numbers.mjs";

// A total of totals settles in two rounds; a format whose totals derive each other must still come to an end.
const MOST_ROUNDS = 4;

/** The totals that follow, as things stand now. */
export function followers({ model, outcome, read }) {
  const following = new Set();
  for (const [total, relations] of model.derivers) {
    const value = read(total);
    const agrees = value.note === "" && relations.every((relation) => outcome(relation).state === HOLDS);
    if (isBlank(value) || agrees) following.add(total);
  }
  return following;
}

/** The sum of those parts of a relation's total that have a number: {sum, known, all}. */
export function partialSum(model, relation, numbers) {
  const { terms } = model.derives.get(relation.id).parts;
  let sum = ZERO;
  let known = 0;
  for (const { cell, sign } of terms) {
    const number = numbers.get(cell);
    if (number === undefined) continue;
    sum = sign > 0 ? plus(sum, number) : minus(sum, number);
    known += 1;
  }
  return { sum, known, all: terms.length };
}

/** What a total would be by its parts: blank while one is, undefined where two sums that derive it differ. */
export function derivedValue(model, total, numbers) {
  let found = null;
  for (const relation of model.derivers.get(total)) {
    const { sum, known, all } = partialSum(model, relation, numbers);
    if (known < all) return BLANK;
    if (found && !same(found, sum)) return undefined;
    found ??= sum;
  }
  return { number: found, note: "", text: "", doubt: "" };
}

/**
 * What following totals become once `changes` stand: a map of totals only.
 * @param checker numbers and values before the changes
 * @param {Map<string, object>} changes new values by name; a total among them is as somebody wants it
 * @param {Set<string>} following from followers(), before the changes
 * @param {Iterable<string>} around names whose totals are looked at besides, though they do not change
 */
export function settle({ model, numbers, read }, changes, following, around = []) {
  const settled = new Map();
  const valueOf = (name) => settled.get(name) ?? changes.get(name) ?? read(name);
  const now = {
    get(name) {
      return settled.has(name) || changes.has(name) ? valueOf(name).number ?? undefined : numbers.get(name);
    },
  };
  const dependents = (names) => new Set([...names].flatMap((name) => (model.relationsOf.get(name) ?? [])
    .filter(({ id }) => model.derives.has(id) && model.derives.get(id).total !== name)
    .map(({ id }) => model.derives.get(id).total)));
  let moved = new Set([...changes.keys(), ...around]);
  for (let round = 0; round < MOST_ROUNDS && moved.size; round += 1) {
    const next = new Set();
    for (const total of dependents(moved)) {
      if (!following.has(total) || changes.has(total)) continue;
      const value = derivedValue(model, total, now);
      if (value === undefined || sameValue(value, valueOf(total))) continue;
      settled.set(total, value);
      next.add(total);
    }
    moved = next;
  }
  return settled;
}
