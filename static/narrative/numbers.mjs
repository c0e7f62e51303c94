// The printed numbers of sub-headings: （一） for level 1 and 1. for level 2. No DOM.

const DIGITS = "一二三四五六七八九";

/** 1 to 99 in Chinese numerals: 1 -> 一, 10 -> 十, 21 -> 二十一. */
export function chineseNumeral(value) {
  if (!Number.isInteger(value) || value < 1 || value > 99) {
    throw new RangeError(`no numeral for ${value}`);
  }
  const tens = Math.floor(value / 10);
  const ones = value % 10 === 0 ? "" : DIGITS[value % 10 - 1];
  if (tens === 0) return ones;
  return `${tens === 1 ? "" : DIGITS[tens - 1]}十${ones}`;
}

const VALUES = new Map(Array.from({ length: 99 }, (_, index) => [chineseNumeral(index + 1), index + 1]));
const FIRST = /^([（(])\s*([一二三四五六七八九十]{1,3})\s*([）)])\s*/u;
// "1.5万元" and "10.1%" are amounts; a number of a heading is never followed by a digit.
const SECOND = /^([0-9]{1,2}|[０-９]{1,2})\s*([.．、])\s*(?![0-9０-９])/u;

const halfWidth = (digits) => digits.replace(/[０-９]/gu, (digit) =>
  String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

/**
 * The number that a text begins with, or null: {level, value, length, style}. length is how many
 * characters it takes with the space behind it; style is what printNumber needs to print its like.
 */
export function readNumber(text) {
  const first = FIRST.exec(text);
  if (first && VALUES.has(first[2])) {
    return { level: 1, value: VALUES.get(first[2]), length: first[0].length, style: [first[1], first[3]] };
  }
  const second = SECOND.exec(text);
  if (second && Number(halfWidth(second[1])) > 0) {
    return { level: 2, value: Number(halfWidth(second[1])), length: second[0].length, style: [second[2]] };
  }
  return null;
}

/** The number as printed, in the style of another one or in the mandated one: "（一）", "1.". */
export function printNumber(level, value, style = level === 1 ? ["（", "）"] : ["."]) {
  return level === 1 ? `${style[0]}${chineseNumeral(value)}${style[1]}` : `${value}${style[0]}`;
}

/** The text behind its number. */
export const withoutNumber = (text) => text.slice(readNumber(text)?.length ?? 0);
