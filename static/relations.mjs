// Relations (勾稽关系) confronted with values: each holds, is broken, or is incomplete (a cell is blank). No DOM.
//
// checks/relations.py does the same on the server; tests/vectors/relations.json holds both to it. The
// format comes as checks.model.browser_model writes it; numbers and contents are maps by cell name, facts
// as "facts.…", last year's as "…@last".
import { ZERO, isNegative, isZero, minus, plain, plus } from "./table/decimal.mjs";
import { shown } from "./table/numbers.mjs";

export { decimal, plain } from "./table/decimal.mjs";
export { BLANK, parse, readValue, shown, writeValue } from "./table/numbers.mjs";

export const HOLDS = "holds";
export const BROKEN = "broken";
export const INCOMPLETE = "incomplete";

export const MINUS = "−";
const MOST_TERMS_IN_FULL = 3;

function sum(side, numbers) {
  let total = ZERO;
  for (const { cell, sign } of side.terms) {
    const number = numbers.get(cell);
    if (number === undefined) return null;
    total = sign > 0 ? plus(total, number) : minus(total, number);
  }
  return total;
}

function stateOf(relation, left, right) {
  if (left === null || right === null) {
    const isMissing = relation.blank_left === "broken" && left === null && right !== null && right.units > 0n;
    return isMissing ? BROKEN : INCOMPLETE;
  }
  const holds = relation.compare === "=" ? left.units === right.units : left.units >= right.units;
  return holds ? HOLDS : BROKEN;
}

/**
 * Confront one relation with numbers by cell name; a cell that is absent is blank.
 * @param {{get: (name: string) => import("./table/decimal.mjs").Decimal | undefined}} numbers
 */
export function evaluate(relation, numbers) {
  const [left, right] = [sum(relation.left, numbers), sum(relation.right, numbers)];
  return { relation, state: stateOf(relation, left, right), left, right };
}

/** Left minus right, null while a side is incomplete. */
export const gap = ({ left, right }) => (left === null || right === null ? null : minus(left, right));

/** A number in a sentence, with the typographic minus. */
export const signed = (number) => plain(number).replace("-", MINUS);

/** A gap by itself, with a sign either way: 「+2」. */
export const signedGap = (number) => `${isNegative(number) || isZero(number) ? "" : "+"}${signed(number)}`;

function joined(terms) {
  let text = "";
  for (const { name, sign, value } of terms) {
    const operator = text === "" && sign > 0 ? "" : sign > 0 ? "+ " : `${MINUS} `;
    text += `${text && " "}${operator}${name} ${value === null ? "未填" : signed(value)}`;
  }
  return text;
}

/** One side as it stood: {name, terms: [{cell, name, sign, value}], sum}; value and sum are null while blank. */
export function sideValue(side, numbers, total) {
  const terms = side.terms.map(({ cell, name, sign }) => ({ cell, name, sign, value: numbers.get(cell) ?? null }));
  return { name: side.name, terms, sum: total };
}

/** One side in words: 「新收 5 + 结转 0 = 5」; a long one by its name and its terms other than zero. */
export function sideText(side) {
  const total = side.sum === null ? "未填" : signed(side.sum);
  if (side.terms.length === 1) return joined(side.terms);
  if (side.terms.length <= MOST_TERMS_IN_FULL) return `${joined(side.terms)} = ${total}`;
  const telling = side.terms.filter(({ value }) => value === null || !isZero(value));
  return `${side.name} ${total}${telling.length ? `（${joined(telling)}）` : ""}`;
}

/** Whether a side is named by its sum, its zeros left out. */
export const isLong = (side) => side.terms.length > MOST_TERMS_IN_FULL;

const plainOrNull = (number) => (number === null ? null : plain(number));

const dataOf = (side) => ({
  name: side.name,
  sum: plainOrNull(side.sum),
  terms: side.terms.map((term) => ({ ...term, value: plainOrNull(term.value) })),
});

/** Every cell or fact that a relation names, left first. */
export const cellsOf = ({ left, right }) => [...left.terms, ...right.terms].map(({ cell }) => cell);

/** The sentence of an outcome by the pattern that its rule gives. */
export function message({ relation, ...outcome }, numbers) {
  const difference = gap(outcome);
  const parts = {
    where: relation.where,
    left: sideText(sideValue(relation.left, numbers, outcome.left)),
    right: sideText(sideValue(relation.right, numbers, outcome.right)),
    gap: difference === null ? "" : signed(difference),
  };
  return relation.message.replace(/\{(where|left|right|gap)\}/gu, (_, name) => parts[name]);
}

/** The finding of a broken relation, as checks.findings.Finding.data() writes it. */
export function relationFinding(outcome, numbers, contents) {
  const { relation } = outcome;
  const cells = cellsOf(relation);
  return {
    code: relation.code,
    kind: "relation",
    severity: relation.severity,
    key: relation.id,
    section: relation.section,
    cells,
    left: dataOf(sideValue(relation.left, numbers, outcome.left)),
    right: dataOf(sideValue(relation.right, numbers, outcome.right)),
    gap: plainOrNull(gap(outcome)),
    message: message(outcome, numbers),
    suggestion: relation.suggestion,
    source: relation.source,
    covers: Object.fromEntries(cells.map((cell) => [cell, contents.has(cell) ? shown(contents.get(cell)) : ""])),
    explanation: "",
  };
}
