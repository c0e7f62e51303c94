// Which relations to show for a cell in focus, and in what words. No DOM.
import { BROKEN, HOLDS, evaluate, gap, message, plain, sideText, sideValue } from "../relations.mjs";
import { suggestion } from "./suggestion.mjs";
import { partialSum } from "./totals.mjs";
import { words } from "./words.mjs";

const MOST_BROKEN = 3;
const MOST_LEVEL = 2;
const WEIGHTS = { error: 0, warning: 1, advice: 2 };

/** Relations of a cell and, through the totals that it is a part of, of those totals: nearest first. */
export function reach({ checker, model }, name) {
  const found = new Set();
  const seen = new Set();
  let names = [name];
  while (names.length) {
    const next = [];
    for (const cell of names.filter((one) => !seen.has(one))) {
      seen.add(cell);
      for (const relation of checker.relationsOf(cell)) {
        found.add(relation);
        const derived = model.derives.get(relation.id);
        // Beyond a sum that is itself broken lies another question.
        if (derived && derived.total !== cell && checker.outcome(relation).state === HOLDS) next.push(derived.total);
      }
    }
    names = next;
  }
  return [...found];
}

/** The relations to show: broken ones, heaviest first; else those of the cell itself. */
export function shownRelations(store, name) {
  const all = reach(store, name);
  const broken = all.filter((relation) => store.checker.isBroken(relation))
    .sort((a, b) => WEIGHTS[a.severity] - WEIGHTS[b.severity]);
  if (broken.length) return broken.slice(0, MOST_BROKEN);
  const { checker } = store;
  const hasNumber = (relation) => relation.cells.some((cell) => checker.numbers.has(cell));
  return checker.relationsOf(name).filter((r) => checker.applies(r) && hasNumber(r)).slice(0, MOST_LEVEL);
}

function sideWords({ checker, model }, side) {
  const blanks = side.terms.filter(({ cell }) => !checker.numbers.has(cell)).length;
  if (blanks === 0 || side.terms.length <= 3) {
    const { left: total } = evaluate({ left: side, right: side, compare: "=", blank_left: "" }, checker.numbers);
    return sideText(sideValue(side, checker.numbers, total));
  }
  const derived = [...model.derives.entries()].find(([, { parts }]) => parts === side);
  const sum = derived ? partialSum(model, { id: derived[0] }, checker.numbers).sum : null;
  return words.waiting(side.name, sum ? plain(sum) : "", blanks);
}

/** A relation in words, as it stands: {state, severity, text}. A broken one has the sentence of its finding. */
export function equationText(store, relation) {
  const outcome = store.checker.outcome(relation);
  if (outcome.state === BROKEN) {
    return { state: BROKEN, severity: relation.severity, text: message(outcome, store.checker.numbers) };
  }
  const text = `${relation.where}：${sideWords(store, relation.left)}，${sideWords(store, relation.right)}`;
  return { state: outcome.state, severity: relation.severity, text };
}

/** What a figure says by itself and in the light of last year's, like a broken relation: in its finding's sentence. */
export function noticesOf({ checker }, name) {
  const fault = checker.fault(name);
  const findings = [...(fault && fault.kind !== "blank" ? [fault] : []), ...checker.comparisons(name)];
  return findings.map(({ severity, message: text }) => ({ state: BROKEN, severity, text }));
}

/**
 * What can be done about broken relations, that of the cell in focus first: [{kind: "adopt" | "change", cell, number,
 * sentence, label}]. Without a label it is no more than a possibility, not to be done at a click.
 */
export function actionsFor(store, relations, focus) {
  const { checker, model } = store;
  const broken = relations.filter((relation) => checker.isBroken(relation) && gap(checker.outcome(relation)));
  const adoptable = broken.filter((relation) => model.derives.has(relation.id)).map((relation) => {
    const { total, parts } = model.derives.get(relation.id);
    const number = checker.outcome(relation)[parts === relation.left ? "left" : "right"];
    const title = total === focus ? "" : model.figures.get(total).title;
    return { kind: "adopt", cell: total, number, sentence: "", label: words.adopt(plain(number), title) };
  }).sort((a, b) => (b.cell === focus) - (a.cell === focus));
  const mandated = broken.find(({ severity, compare }) => severity === "error" && compare === "=");
  const found = mandated ? suggestion(checker, mandated, focus) : null;
  if (!found || adoptable.some(({ cell }) => cell === found.cell)) return adoptable;
  const { title } = model.figures.get(found.cell);
  const number = plain(found.number);
  const wheres = found.settles.map(({ where }) => where);
  const change = { kind: "change", cell: found.cell, number: found.number };
  if (found.rivals) {
    const sentence = words.mightSettle(number, wheres, found.rivals);
    return [...adoptable, { ...change, sentence, label: "" }];
  }
  const sentence = words.wouldSettle(title, number, wheres);
  return [...adoptable, { ...change, sentence, label: words.change(number) }];
}
