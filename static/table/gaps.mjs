// The gap of each relation where one looks for it: at the end of its row or at the foot of its column.
//
// For the eye only (aria-hidden): the summary says the same in sentences.
import { BROKEN, HOLDS, gap } from "../relations.mjs";
import { words } from "./words.mjs";

const RANKS = ["ok", "open", "warning", "error"];

const unique = (items) => [...new Set(items)];

/**
 * Where relations belong in a table: {rows: Map(grid row -> relations), feet: [{label, at: Map(grid column ->
 * relation)}]}. A row with several relations of one rule (table 4) has each under its total.
 */
export function placesOf(model, layout) {
  const rows = new Map();
  const feet = new Map();
  const footOf = (relation, column) => {
    const foot = feet.get(relation.code) ?? { label: relation.label, at: new Map() };
    feet.set(relation.code, foot);
    foot.at.set(column, relation);
  };
  const placed = model.relations.map((relation) => ({
    relation, boxes: unique(relation.cells.map((cell) => layout.places.get(cell.replace("@last", "")))),
  })).filter(({ boxes }) => boxes.length > 1 && boxes.every(Boolean));
  const inOneRow = placed.filter(({ boxes }) => unique(boxes.map(({ row }) => row)).length === 1);
  const key = ({ relation, boxes }) => `${relation.code} ${boxes[0].row}`;
  const alone = inOneRow.filter((one) => inOneRow.filter((other) => key(other) === key(one)).length === 1);
  for (const one of placed) {
    const { relation, boxes } = one;
    if (alone.includes(one)) rows.set(boxes[0].row, [...(rows.get(boxes[0].row) ?? []), relation]);
    else if (inOneRow.includes(one)) footOf(relation, boxes[0].column);
    else if (unique(boxes.map(({ column }) => column)).length === 1) footOf(relation, boxes[0].column);
  }
  return { rows, feet: [...feet.values()] };
}

/** How a relation stands, in a word or two: {rank, text}; a relation with nothing filled in says nothing. */
function standing(checker, relation) {
  const outcome = checker.outcome(relation);
  if (outcome.state === BROKEN) {
    const difference = gap(outcome);
    const rank = relation.severity === "error" ? "error" : "warning";
    return { rank, text: difference ? words.gap(difference) : words.missing };
  }
  if (outcome.state === HOLDS) return { rank: "ok", text: words.holds };
  const isBegun = checker.applies(relation) && relation.cells.some((cell) => checker.numbers.has(cell));
  return { rank: "open", text: isBegun ? words.open : "" };
}

function cellOf(className, text = "", span = 1) {
  const td = document.createElement("td");
  td.className = className;
  td.textContent = text;
  td.setAttribute("aria-hidden", "true");
  if (span > 1) td.colSpan = span;
  return td;
}

function addColumn(table, rows) {
  const col = document.createElement("col");
  col.className = "gap";
  table.querySelector("colgroup")?.append(col);
  const head = table.tHead?.rows.length ?? 0;
  return new Map(Array.from(table.rows, (tr, at) => {
    if (at > 0 && at < head) return [at, null];
    const td = cellOf(at < head ? "gap gap-head" : "gap", at < head ? words.gapHead : "");
    if (at < head) td.rowSpan = head;
    tr.append(td);
    return [at, rows.has(at) ? td : null];
  }).filter(([, td]) => td));
}

function addFoot(table, layout, feet, hasColumn) {
  const foot = table.createTFoot();
  foot.setAttribute("aria-hidden", "true");
  return feet.flatMap(({ label, at }) => {
    const tr = foot.insertRow();
    if (layout.firstColumn) tr.append(cellOf("gap-label", label, layout.firstColumn));
    const cells = Array.from({ length: layout.width }, (_, k) => {
      const td = cellOf("gap");
      tr.append(td);
      return [at.get(layout.firstColumn + k), td];
    });
    if (hasColumn) tr.append(cellOf("gap"));
    return cells.filter(([relation]) => relation);
  });
}

/**
 * Add the places to a table of the page; returns update(relations), which writes what has changed.
 * @param {{table: HTMLTableElement, layout: object}} of
 */
export function createGaps(store, { table, layout }) {
  const { checker, model } = store;
  const { rows, feet } = placesOf(model, layout);
  const isShown = checker.applies;
  const shownFeet = feet.filter(({ at }) => [...at.values()].some(isShown));
  const ends = rows.size ? addColumn(table, rows) : new Map();
  const slots = new Map();
  for (const [row, td] of ends) {
    const relations = rows.get(row).filter(isShown);
    for (const relation of relations) slots.set(relation, { td, relations });
  }
  if (shownFeet.length) {
    for (const [relation, td] of addFoot(table, layout, shownFeet, rows.size > 0)) {
      slots.set(relation, { td, relations: [relation] });
    }
  }

  function paint({ td, relations }) {
    const heaviest = relations.map((relation) => standing(checker, relation))
      .reduce((a, b) => (RANKS.indexOf(b.rank) > RANKS.indexOf(a.rank) ? b : a));
    if (td.textContent === heaviest.text && td.classList.contains(`gap-${heaviest.rank}`)) return;
    td.textContent = heaviest.text;
    td.className = `gap gap-${heaviest.rank}`;
  }

  return function update(relations) {
    for (const slot of new Set([...relations].map((relation) => slots.get(relation)).filter(Boolean))) paint(slot);
  };
}
