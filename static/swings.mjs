// Figures in the light of last year's: those that jump, amounts in another unit. No DOM.
//
// checks/years.py does the same on the server; tests/vectors/swings.json holds both to it. The format comes as
// checks.model.browser_model writes it; numbers and contents are maps by cell name, last year's as "…@last".
import { plain, signed } from "./relations.mjs";
import { decimal, isZero, minus, negated } from "./table/decimal.mjs";
import { shown } from "./table/numbers.mjs";

const LAST = "@last";
const HUNDRED = 100n;
const ONE = decimal("1").units;

const size = (number) => (number.units < 0n ? negated(number) : number);

/** part × times / whole to the nearest whole number, halves up. */
const rounded = (part, whole, times = 1n) => String((2n * part.units * times + whole.units) / (2n * whole.units));

/** 「增 220%」, 「减 57%」; from nothing, the number itself: 「增 50」. */
export function changeText(now, last) {
  const word = now.units > last.units ? "增" : "减";
  if (isZero(last)) return `${word} ${plain(size(now))}`;
  return `${word} ${rounded(size(minus(now, last)), size(last), HUNDRED)}%`;
}

const sideOf = (name, cell, number) => ({
  name,
  sum: plain(number),
  terms: [{ cell, name, sign: 1, value: plain(number) }],
});

function finding(head, cell, now, last, contents) {
  const places = [cell, cell + LAST];
  return {
    ...head,
    cells: places,
    left: sideOf("本年", places[0], now),
    right: sideOf("上年", places[1], last),
    gap: plain(minus(now, last)),
    covers: Object.fromEntries(places.map((place) => [place, shown(contents.get(place))])),
    explanation: "",
  };
}

/** The figure by itself asks whether its unit is right; once is enough. */
const isDoubtedAlready = (info, now) => Boolean(info.doubtful_above) && now.units > decimal(info.doubtful_above).units;

/** Whether one year's amount is so many times the other's that their units may differ. */
function isFarApart(info, now, last) {
  if (!info.doubtful_ratio || now.units <= 0n || last.units <= 0n) return false;
  const [more, less] = now.units > last.units ? [now, last] : [last, now];
  return more.units * ONE >= decimal(info.doubtful_ratio).units * less.units;
}

/**
 * The finding of a figure that changed by more than its format allows; null while it did not, or either is blank, or
 * its unit is in doubt.
 * @param {object} info what the model says of the swing's cell
 */
export function swingFinding(swing, info, numbers, contents) {
  const [now, last] = [numbers.get(swing.cell), numbers.get(swing.cell + LAST)];
  if (now === undefined || last === undefined) return null;
  if (isDoubtedAlready(info, now) || isFarApart(info, now, last)) return null;
  const change = size(minus(now, last));
  const isSmall = change.units * ONE <= decimal(swing.share).units * size(last).units;
  if (isSmall || change.units <= decimal(swing.number).units) return null;
  const parts = {
    row: swing.row, column: swing.column, now: signed(now), last: signed(last), change: changeText(now, last),
  };
  const head = {
    code: swing.code,
    kind: "swing",
    severity: swing.severity,
    key: swing.id,
    section: swing.section,
    message: swing.message.replace(/\{(row|column|now|last|change)\}/gu, (_, name) => parts[name]),
    suggestion: swing.suggestion,
    source: swing.source,
  };
  return finding(head, swing.cell, now, last, contents);
}

/**
 * The finding of an amount so many times last year's, or so small a part of it, that its unit is in doubt; else null.
 * @param {string} cell a cell of the model
 * @param {object} info what the model says of it
 */
export function unitFinding(cell, info, numbers, contents) {
  const [now, last] = [numbers.get(cell), numbers.get(cell + LAST)];
  if (now === undefined || last === undefined) return null;
  if (isDoubtedAlready(info, now) || !isFarApart(info, now, last)) return null;
  const [more, less] = now.units > last.units ? [now, last] : [last, now];
  const { title, unit } = info;
  const head = {
    code: "unit-last",
    kind: "unit",
    severity: "warning",
    key: `unit-last:${cell}`,
    section: info.section,
    message: `${title}：${plain(now)} ${unit}，上年 ${plain(last)} ${unit}，相差约 ${rounded(more, less)} 倍，单位可能有误`,
    suggestion: `请核对两年的单位是否都是${unit}；确实无误的，请填写说明。`,
    source: "",
  };
  return finding(head, cell, now, last, contents);
}

/**
 * Every finding of kind swing, and of kind unit against last year, in the order of checks.years.
 * @param {{swings: object[], figures: Map<string, object>}} model
 */
export function yearFindings({ swings, figures }, numbers, contents) {
  return [
    ...swings.map((swing) => swingFinding(swing, figures.get(swing.cell), numbers, contents)),
    ...[...figures].map(([cell, info]) => unitFinding(cell, info, numbers, contents)),
  ].filter((found) => found !== null);
}
