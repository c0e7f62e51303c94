// Which one figure, changed, would settle a broken relation and break no other. No DOM.
import { BROKEN, HOLDS, evaluate, gap } from "../relations.mjs";
import { isNegative, isWhole, isZero, minus, plus } from "./decimal.mjs";
import { followers, settle } from "./totals.mjs";

const valued = (number) => ({ number, note: "", text: "", doubt: "" });

/** Cells that a person fills in and that a relation rests on: through totals that follow, down to their parts. */
function roots(checker, relation, following) {
  const { model } = checker;
  const found = new Set();
  const walk = (cells) => {
    for (const cell of cells) {
      if (found.has(cell) || !model.figures.has(cell)) continue;
      found.add(cell);
      if (following.has(cell)) {
        for (const { id } of model.derivers.get(cell)) walk(model.derives.get(id).parts.terms.map((t) => t.cell));
      }
    }
  };
  walk(relation.cells);
  return [...found].filter((cell) => !following.has(cell) && checker.numbers.has(cell) && !checker.read(cell).note);
}

function isPossible(number, { kind }) {
  return (kind === "signed count" || !isNegative(number)) && (kind === "amount" || isWhole(number));
}

/** Broken relations that hold once `cell` is `number`; null if a relation it moves is then broken. */
function settledBy(checker, cell, number, following) {
  const changes = new Map([[cell, valued(number)]]);
  const all = new Map([...settle(checker, changes, following), ...changes]);
  const after = {
    get: (name) => (all.has(name) ? all.get(name).number ?? undefined : checker.numbers.get(name)),
  };
  const settled = [];
  for (const relation of new Set([...all.keys()].flatMap((name) => checker.relationsOf(name)))) {
    const { state } = evaluate(relation, after);
    if (state === BROKEN) return null;
    if (state === HOLDS && checker.isBroken(relation)) settled.push(relation);
  }
  return settled;
}

/**
 * Every single change that settles a broken relation together with all others that it moves.
 * @returns {{cell: string, number: object, settles: object[]}[]}
 */
export function remedies(checker, relation) {
  const difference = gap(checker.outcome(relation));
  if (difference === null) return [];
  const following = followers(checker);
  const found = [];
  for (const cell of roots(checker, relation, following)) {
    const now = checker.numbers.get(cell);
    for (const number of [minus(now, difference), plus(now, difference)]) {
      if (!isPossible(number, checker.model.figures.get(cell))) continue;
      const settles = settledBy(checker, cell, number, following);
      if (settles?.includes(relation)) found.push({ cell, number, settles });
    }
  }
  return found;
}

/**
 * The one remedy that stands out, or null: the only one; else the only one that changes a figure other than 0,
 * since a number in the wrong cell is likelier than one forgotten in a cell that says 0; else that of the cell
 * in focus, which is the one that a person is looking at. `rivals` is how many other figures could as well be
 * wrong: 0 for one that stands out.
 */
export function suggestion(checker, relation, focus = "") {
  const found = remedies(checker, relation);
  const telling = found.filter(({ cell }) => !isZero(checker.numbers.get(cell)));
  const [alone] = found.length === 1 ? found : telling.length === 1 ? telling : [];
  if (alone) return { ...alone, rivals: 0 };
  const here = found.find(({ cell }) => cell === focus);
  return here ? { ...here, rivals: new Set(found.map(({ cell }) => cell)).size - 1 } : null;
}
