// Numbers as people write them: read without guessing, kept exactly, shown plainly. No DOM.
//
// report/numbers.py reads the same way; tests/vectors/numbers.json holds both to it.
import { decimal, isZero, negated, plain, same } from "./decimal.mjs";

export const MAX_INTEGER_DIGITS = 15;
export const MAX_DECIMALS = 6;

export const NOT_A_NUMBER = "不是数字";
export const NO_FIGURE = "没有数字，如无此项请填0";
export const TOO_LARGE = "数字过大";
export const TOO_FINE = "小数超过六位";
export const WRONG_UNIT = "单位不符";

/**
 * A cell's content: blank, a number (perhaps with a note), or text that could not be read (with the doubt).
 * @typedef {{number: import("./decimal.mjs").Decimal | null, note: string, text: string, doubt: string}} Value
 */

/** @type {Value} */
export const BLANK = Object.freeze({ number: null, note: "", text: "", doubt: "" });

const valued = (number, note = "") => ({ number, note, text: "", doubt: "" });
const unread = (text, doubt) => ({ number: null, note: "", text, doubt });

/** Nothing stands in the cell. Blank is not zero. */
export const isBlank = (value) => value.number === null && value.text === "";

// The engines' own \s and trim() differ (U+0085, U+FEFF, U+001C); both sides list what is white.
const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200d\\u2028\\u2029\\u202f\\u205f\\u2060\\u3000\\ufeff";
const SPACES = new RegExp(`[${WHITE}]+`, "gu");
const EDGES = new RegExp(`^[${WHITE}]+|[${WHITE}]+$`, "gu");
// A space may part thousands; a line or a tab parts two figures, so 1⏎234 is not 1234.
const BREAK = /[\t-\r\x1c-\x1f\u2028\u2029]/u;
const LOOSE_SPACE = /(?<![0-9])[ \n]|[ \n](?![0-9])/gu;
const FULL_WIDTH = /[\uff01-\uff5e−–﹣﹢￥﹐︒億萬]/gu;
const SAME = new Map(Object.entries({
  "−": "-", "–": "-", "﹣": "-", "﹢": "+", "￥": "¥", "﹐": ",", "︒": "。", 億: "亿", 萬: "万",
}));
const NUMBER = new RegExp(
  "^(?<word>新增|增加|增长|增|减少|下降|减)?(?<mark>¥)?(?<sign>[+-])?"
  + "(?<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
  + "(?:[.。](?<part>[0-9]+))?(?<scale>万|亿)?(?<unit>[^0-9]{0,2})$",
  "u",
);
const NOTE = /^(?<body>[^(（]+)[(（](?<note>.+)[)）]$/su;
const NOTHING = new Set(["/", "\\", "-", "--", "—", "——", "_", "无", "無", "不适用", "不適用", "*"]);
const COUNT_UNITS = new Set("件项項个個次条條份家宗起人部例");
const MONEY_UNITS = new Set(["元", "万元", "亿元"]);
const SCALES = { "": 0, 万: 4, 亿: 8 };

const stripped = (text) => text.replace(EDGES, "");

/** Full-width marks made plain; white space gone but between two digits, where it is one space or one line. */
function spaced(text) {
  const plainMarks = text.replace(FULL_WIDTH, (mark) =>
    SAME.get(mark) ?? String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
  const one = plainMarks.replace(SPACES, (white) => (BREAK.test(white) ? "\n" : " "));
  return one.replace(/^[ \n]|[ \n]$/gu, "").replace(LOOSE_SPACE, "");
}

const withPart = (whole, part) => whole + (part && `.${part}`);
const withoutZeros = (whole) => whole.replace(/^0+(?=[0-9])/u, "");

/** A plain unsigned decimal times 10^power, without needless zeros. */
function shifted(digits, power) {
  let [whole, part = ""] = digits.split(".");
  if (power >= 0) {
    part = part.padEnd(power, "0");
    [whole, part] = [whole + part.slice(0, power), part.slice(power)];
  } else {
    whole = whole.padStart(1 - power, "0");
    [whole, part] = [whole.slice(0, power), whole.slice(power) + part];
  }
  return withPart(withoutZeros(whole), part.replace(/0+$/u, ""));
}

/** [number part, note] of 「22（其中修订16件）」; a unit in brackets belongs to the number. */
function noted(kept) {
  const match = NOTE.exec(kept);
  if (!match) return [spaced(kept), ""];
  const [body, note] = [spaced(match.groups.body), stripped(match.groups.note)];
  const inner = spaced(note);
  return MONEY_UNITS.has(inner) || COUNT_UNITS.has(inner) ? [body + inner, ""] : [body, note];
}

/** The unsigned plain decimal that a match stands for, in the cell's own unit. */
function digitsOf({ whole, part, scale = "", unit: written, mark }, kind, unit) {
  const digits = withPart(whole.replace(/[, ]/gu, ""), part ?? "");
  let power = SCALES[scale];
  if (kind === "amount") {
    if (unit === "万元" && (scale || written === "元" || mark)) power -= 4;
    // An amount already in the cell's unit keeps its digits as printed: 20.30 stays 20.30.
    if (power === 0) return withoutZeros(digits);
  }
  return shifted(digits, power);
}

/** Why a text is not one figure of that kind; empty if it is. */
function doubtOf(groups, kind) {
  if (!groups || (groups.word && (kind !== "signed count" || groups.sign))) return NOT_A_NUMBER;
  const { unit, mark } = groups;
  if (unit && unit !== "元" && !COUNT_UNITS.has(unit)) return NOT_A_NUMBER;
  const isMoney = unit === "元" || Boolean(mark);
  return (kind === "amount" ? COUNT_UNITS.has(unit) : isMoney) ? WRONG_UNIT : "";
}

/**
 * Read what somebody wrote in a cell of that kind and unit ("万元", "元" or "" for counts). Never guesses:
 * what is not certainly one number comes back as text with the doubt.
 * @returns {Value}
 */
export function parse(text, kind, unit = "") {
  const kept = stripped(text);
  if (kept === "") return BLANK;
  if (NOTHING.has(spaced(kept))) return unread(kept, NO_FIGURE);
  const [body, note] = noted(kept);
  const groups = NUMBER.exec(body)?.groups;
  const doubt = doubtOf(groups, kind);
  if (doubt) return unread(kept, doubt);
  const digits = digitsOf(groups, kind, unit);
  const [integer, part = ""] = digits.split(".");
  if (integer.length > MAX_INTEGER_DIGITS) return unread(kept, TOO_LARGE);
  if (part.length > MAX_DECIMALS) return unread(kept, TOO_FINE);
  const number = decimal(digits);
  const isNegative = groups.sign === "-" || /^[减下]/u.test(groups.word ?? "");
  return valued(isNegative && !isZero(number) ? negated(number) : number, note);
}

/** What a reader sees in the cell: 「22（其中修订16件）」. @param {Value} value */
export function shown(value) {
  if (value.number === null) return value.text;
  return plain(value.number) + (value.note && `（${value.note}）`);
}

/** Whether two contents are the same, digits as printed included. */
export function sameValue(a, b) {
  if (a.number === null || b.number === null) return a.number === b.number && a.text === b.text && a.doubt === b.doubt;
  return same(a.number, b.number) && a.number.decimals === b.number.decimals && a.note === b.note;
}

/** One value of the file of record: null, plain number as text, {number, note} or {text, doubt}. */
export function readValue(data, kind, unit = "") {
  if (data === null || data === undefined) return BLANK;
  if (typeof data === "string") return parse(data, kind, unit);
  if (typeof data.text === "string") {
    return stripped(data.text) === "" ? BLANK : unread(data.text, data.doubt || NOT_A_NUMBER);
  }
  const { number, note } = parse(data.number, kind, unit);
  if (number !== null && note === "") return valued(number, data.note ?? "");
  return unread(data.note ? `${data.number}（${data.note}）` : data.number, NOT_A_NUMBER);
}

/** One value as the file of record has it. @param {Value} value */
export function writeValue(value) {
  if (value.number === null) return value.text ? { text: value.text, doubt: value.doubt } : null;
  return value.note ? { number: plain(value.number), note: value.note } : plain(value.number);
}
