// The format as the browser gets it, made ready: which relations a cell is in, which total they derive. No DOM.
import { cellsOf } from "../relations.mjs";
import { BLANK, isBlank, readValue } from "./numbers.mjs";

const WEIGHTS = { error: 0, warning: 1, advice: 2 };
const FIRST_KINDS = ["format", "title", "section", "relation", "swing", "number", "blank"];
const LAST_KINDS = ["unit", "same", "repetition", "last-year"];

function collected(pairs) {
  const map = new Map();
  for (const [key, item] of pairs) map.set(key, [...(map.get(key) ?? []), item]);
  return map;
}

/** The total and its parts of a relation that derives one: {total, parts: side}; null for any other. */
function derivation(relation) {
  if (!relation.derives) return null;
  const other = relation.derives === "left" ? "right" : "left";
  return { total: relation[relation.derives].terms[0].cell, parts: relation[other] };
}

/**
 * @param {object} json as checks.model.browser_model writes it
 * @returns the same with `figures` (cells and facts by name, in the order of the form), `cells` of each relation,
 *   `relationsOf` (name -> relations), `swingOf` (cell -> swing), `derivers` (total -> relations that derive it) and
 *   `derives` (relation id -> {total, parts})
 */
export function prepare(json) {
  const relations = json.relations.map((relation) => ({ ...relation, cells: [...new Set(cellsOf(relation))] }));
  const derives = new Map(relations.map((r) => [r.id, derivation(r)]).filter(([, derived]) => derived));
  return {
    format: json.format,
    sections: json.sections,
    swings: json.swings,
    swingOf: new Map(json.swings.map((swing) => [swing.cell, swing])),
    relations,
    derives,
    figures: new Map(json.order.map((name) => [name, json.cells[name] ?? json.facts[name]])),
    relationsOf: collected(relations.flatMap((r) => r.cells.map((cell) => [cell, r]))),
    derivers: collected(relations.filter((r) => derives.has(r.id)).map((r) => [derives.get(r.id).total, r])),
  };
}

/** Contents by name from the JSON of the page; blanks are absent, last year's figures are "…@last". */
export function contentsOf(model, values, lastYear = {}) {
  const contents = new Map();
  for (const [name, { kind, unit }] of model.figures) {
    const value = readValue(values[name], kind, unit);
    if (!isBlank(value)) contents.set(name, value);
    const last = Object.hasOwn(lastYear, name) ? readValue(lastYear[name], kind, unit) : BLANK;
    if (!isBlank(last)) contents.set(`${name}@last`, last);
  }
  return contents;
}

/** Where a kind stands within a section, as in checks.check: those of the text between the two lists. */
function rankOf(kind) {
  const [first, last] = [FIRST_KINDS.indexOf(kind), LAST_KINDS.indexOf(kind)];
  if (first >= 0) return first;
  return FIRST_KINDS.length + (last < 0 ? 0 : 1 + Math.min(last, 1));
}

/** Findings in the order of checks.check: heaviest first, then as the form is printed. */
export function inOrder(model, findings) {
  const places = new Map(model.sections.map(({ id }, place) => [id, place]));
  const rank = ({ severity, section, kind }) => [WEIGHTS[severity], places.get(section) ?? -1, rankOf(kind)];
  return findings
    .map((finding) => ({ finding, rank: rank(finding) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2])
    .map(({ finding }) => finding);
}
