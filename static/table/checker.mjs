// What the figures of a report say by now: contents, the state of every relation, every finding; a change
// costs only the relations that name the changed cells. No DOM.
import { BROKEN, evaluate, relationFinding } from "../relations.mjs";
import { swingFinding, unitFinding } from "../swings.mjs";
import { figureFinding } from "./figures.mjs";
import { inOrder } from "./model.mjs";
import { BLANK, isBlank } from "./numbers.mjs";

/**
 * @param {ReturnType<import("./model.mjs").prepare>} model
 * @param {Map<string, import("./numbers.mjs").Value>} contents taken over, and changed by write()
 */
export function createChecker(model, contents) {
  const numbers = new Map();
  const outcomes = new Map();
  const broken = new Map();
  const faults = new Map();
  const swings = new Map();
  const units = new Map();
  let ordered = null;

  const read = (name) => contents.get(name) ?? BLANK;

  const keep = (map, name, finding) => (finding ? map.set(name, finding) : map.delete(name));

  // What last year's figure says of this year's.
  function compare(name, info) {
    const swing = model.swingOf.get(name);
    keep(swings, name, swing && swingFinding(swing, info, numbers, contents));
    keep(units, name, unitFinding(name, info, numbers, contents));
  }

  function take(name, value) {
    if (isBlank(value)) contents.delete(name);
    else contents.set(name, value);
    if (value.number === null) numbers.delete(name);
    else numbers.set(name, value.number);
    const info = model.figures.get(name);
    if (!info) return;
    keep(faults, name, figureFinding(name, info, value));
    compare(name, info);
  }

  function confront(relation) {
    const outcome = evaluate(relation, numbers);
    outcomes.set(relation.id, outcome);
    keep(broken, relation.id, outcome.state === BROKEN && relationFinding(outcome, numbers, contents));
  }

  for (const [name, value] of contents) if (value.number !== null) numbers.set(name, value.number);
  for (const name of model.figures.keys()) take(name, read(name));
  model.relations.forEach(confront);

  return {
    model,
    numbers,
    read,
    /** The outcome of a relation, as evaluate() gives it. */
    outcome: (relation) => outcomes.get(relation.id),
    isBroken: (relation) => broken.has(relation.id),
    /** The finding of a broken relation; undefined while it is not. */
    brokenFinding: (relation) => broken.get(relation.id),
    /** The finding that a figure gives by itself; undefined if none. */
    fault: (name) => faults.get(name),
    /** The findings that a figure gives in the light of last year's. */
    comparisons: (name) => [swings.get(name), units.get(name)].filter(Boolean),
    /** Whether last year's report has every figure that the relation asks of it. */
    applies: (relation) => relation.cells.every((cell) => !cell.endsWith("@last") || numbers.has(cell)),
    /** Relations that name a cell or fact. */
    relationsOf: (name) => model.relationsOf.get(name) ?? [],

    /** Put values in their places; gives the relations that name one of them. @param {Map} changes */
    write(changes) {
      const touched = new Set();
      for (const [name, value] of changes) {
        take(name, value);
        for (const relation of model.relationsOf.get(name) ?? []) touched.add(relation);
      }
      touched.forEach(confront);
      ordered = null;
      return touched;
    },

    /** Every finding of kind relation, swing, number, blank and unit, in the order of checks.check. */
    findings() {
      const found = (map, keys) => keys.map((key) => map.get(key)).filter(Boolean);
      const names = [...model.figures.keys()];
      ordered ??= inOrder(model, [
        ...found(broken, model.relations.map(({ id }) => id)),
        ...found(faults, names),
        ...found(swings, model.swings.map(({ cell }) => cell)),
        ...found(units, names),
      ]);
      return ordered;
    },
  };
}
