// Numbers of HTML lists as they are printed. Word and WPS write them out; HTML only names their kind.
import { chineseNumeral } from "./numbers.mjs";
import { STYLE } from "./paste_inert.mjs";

// A printed number; anything else before a list item is a bullet, often a letter of a symbol font.
const PRINTED_NUMBER =
  /[0-9０-９一二三四五六七八九十①-⓿㈠-㈩]|^[(（]?(?:[a-zA-Z]|[ivxIVX]{2,6})[.．、)）]$/u;
const CHINESE = ["cjk-ideographic", "simp-chinese-informal", "simp-chinese-formal", "cjk-decimal"];
const BULLETS = ["none", "disc", "circle", "square"];

/** The text that Word or WPS printed before a list item, or nothing if that is a bullet. */
export const printedNumber = (text) => (PRINTED_NUMBER.test(text) ? text : "");

function roman(value) {
  const numerals = [["x", 10], ["ix", 9], ["v", 5], ["iv", 4], ["i", 1]];
  let [rest, text] = [value, ""];
  for (const [letters, worth] of numerals) {
    while (rest >= worth) {
      text += letters;
      rest -= worth;
    }
  }
  return text;
}

const MARKERS = {
  "lower-alpha": (value) => String.fromCharCode(96 + value),
  "upper-alpha": (value) => String.fromCharCode(64 + value),
  "lower-roman": roman,
  "upper-roman": (value) => roman(value).toUpperCase(),
};
const TYPES = { a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman", 1: "decimal" };

function styleOf(list) {
  const style = /list-style(?:-type)?\s*:\s*([^;]+)/iu.exec(list.getAttribute(STYLE) ?? "");
  const type = list.getAttribute("type")?.trim() ?? "1";
  return style?.[1].trim().toLowerCase() ?? TYPES[type] ?? "decimal";
}

function marker(style, value) {
  if (BULLETS.some((bullet) => style.includes(bullet))) return "";
  if (CHINESE.includes(style) && value >= 1 && value <= 99) return `${chineseNumeral(value)}、`;
  const letters = value >= 1 && value <= 26 ? MARKERS[style]?.(value) : undefined;
  return `${letters ?? value}.`;
}

/** The printed number of each item of an <ol>, by item: start, value, reversed, type and list-style. */
export function itemNumbers(list) {
  const items = [...list.children].filter((child) => child.localName === "li");
  const style = styleOf(list);
  const step = list.hasAttribute("reversed") ? -1 : 1;
  const start = Number.parseInt(list.getAttribute("start") ?? "", 10);
  let value = Number.isNaN(start) ? (step > 0 ? 1 : items.length) : start;
  const numbers = new Map();
  for (const item of items) {
    const own = Number.parseInt(item.getAttribute("value") ?? "", 10);
    if (!Number.isNaN(own)) value = own;
    numbers.set(item, marker(style, value));
    value += step;
  }
  return numbers;
}
