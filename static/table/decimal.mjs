// Exact decimal numbers: a BigInt of millionths and how many decimals are shown. No DOM.
//
// Like Python's Decimal, a sum shows as many decimals as the finest of its parts: 20.30 + 1 = 21.30.

/** @typedef {{units: bigint, decimals: number}} Decimal */

const PLACES = 6;
const ONE = 10n ** BigInt(PLACES);

export const ZERO = Object.freeze({ units: 0n, decimals: 0 });

/** A number from plain decimal notation with at most six decimals: "-12.50". */
export function decimal(text) {
  const isNegative = text.startsWith("-");
  const [whole, part = ""] = (isNegative ? text.slice(1) : text).split(".");
  const units = BigInt(whole) * ONE + BigInt(part.padEnd(PLACES, "0"));
  return { units: isNegative ? -units : units, decimals: part.length };
}

/** Plain decimal notation, never with an exponent. */
export function plain({ units, decimals }) {
  const isNegative = units < 0n;
  const size = isNegative ? -units : units;
  const part = String(size % ONE).padStart(PLACES, "0").slice(0, decimals);
  return `${isNegative ? "-" : ""}${size / ONE}${part && `.${part}`}`;
}

/** @param {Decimal} a @param {Decimal} b */
export const plus = (a, b) => ({ units: a.units + b.units, decimals: Math.max(a.decimals, b.decimals) });
export const minus = (a, b) => ({ units: a.units - b.units, decimals: Math.max(a.decimals, b.decimals) });
export const negated = (a) => ({ units: -a.units, decimals: a.decimals });

/** Whether two numbers are the same, however many decimals they show. */
export const same = (a, b) => a.units === b.units;
export const isZero = (a) => a.units === 0n;
export const isNegative = (a) => a.units < 0n;
export const isWhole = (a) => a.units % ONE === 0n;

/** How many decimals a number needs: 2 for 20.300000 less its zeros would be 1. */
export function neededDecimals(a) {
  const part = String(a.units % ONE).replace("-", "").padStart(PLACES, "0");
  return part.replace(/0+$/u, "").length;
}
