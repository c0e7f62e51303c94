// What the figures of a report say by now: contents, the state of every relation, every finding; a change
// costs only the relations that name the changed cells. No DOM.
import { BROKEN, evaluate, relationFinding } from "../relations.mjs";
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
  let ordered = null;

  const read = (name) => contents.get(name) ?? BLANK;

  function take(name, value) {
    if (isBlank(value)) contents.delete(name);
    else contents.set(name, value);
    if (value.number === null) numbers.delete(name);
    else numbers.set(name, value.number);
    const info = model.figures.get(name);
    const fault = info ? figureFinding(name, info, value) : null;
    if (fault) faults.set(name, fault);
    else faults.delete(name);
  }

  function confront(relation) {
    const outcome = evaluate(relation, numbers);
    outcomes.set(relation.id, outcome);
    if (outcome.state === BROKEN) broken.set(relation.id, relationFinding(outcome, numbers, contents));
    else broken.delete(relation.id);
  }

  for (const name of new Set([...model.figures.keys(), ...contents.keys()])) take(name, read(name));
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

    /** Every finding of kind relation, number, blank and unit, in the order of checks.check. */
    findings() {
      if (!ordered) {
        const relations = model.relations.filter(({ id }) => broken.has(id)).map(({ id }) => broken.get(id));
        const figures = [...model.figures.keys()].filter((name) => faults.has(name)).map((name) => faults.get(name));
        ordered = inOrder(model, [...relations, ...figures]);
      }
      return ordered;
    },
  };
}
