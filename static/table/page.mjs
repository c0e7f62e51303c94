// What the page has: its inputs by cell, its tables, and where the cells of other tabs are.
import { boxesOf, layoutOf } from "./layout.mjs";

/** The inputs of the page with the box that carries their marks. */
export function cellsOf(model) {
  const inputs = Array.from(document.querySelectorAll("input[data-cell]"))
    .filter(({ dataset }) => model.figures.has(dataset.cell));
  const boxOf = (input) => input.closest("[data-cell]:not(input)") ?? input.parentElement;
  return new Map(inputs.map((input) => [input.dataset.cell, { input, box: boxOf(input) }]));
}

/** The tables of the page with their layouts; to be read before anything is added to them. */
export function gridsOf() {
  const tables = document.querySelectorAll("table[data-table]");
  return Array.from(tables, (table) => ({ table, layout: layoutOf(boxesOf(table)) }));
}

/** Headings of many rows keep their words in sight while their rows go by. */
export function keepInSight(table) {
  for (const heading of table.querySelectorAll("th[scope=rowgroup]")) {
    const words = document.createElement("span");
    words.className = "in-sight";
    words.append(...heading.childNodes);
    heading.append(words);
  }
}

/** The feet of tables stand on the strip under them, however high it is, and the cell in focus above both. */
export function keepFeetClear(strip, tables) {
  if (!strip) return;
  const feet = tables.map(({ tFoot }) => tFoot).filter(Boolean);
  let known = 0;
  new ResizeObserver(() => {
    const { height } = strip.getBoundingClientRect();
    if (height === known) return;
    known = height;
    // On the feet alone: a property that the cells inherit would restyle all of them at a key stroke.
    for (const foot of feet) foot.style.bottom = `${height}px`;
    // The cell in focus was brought into sight above a lower strip.
    const at = document.activeElement;
    if (at.dataset.cell) at.scrollIntoView({ block: "nearest" });
  }).observe(strip);
}

const tabOf = (section) => document.querySelector(`a[data-tab="${CSS.escape(section)}"]`);

/** The address of a cell: on this page, or on the tab of its section. */
export function addressOf(model, cells, name) {
  if (cells.has(name)) return `#${name}`;
  const tab = tabOf(model.figures.get(name)?.section ?? "");
  return `${tab ? tab.getAttribute("href").replace(/#.*$/u, "") : ""}#${name}`;
}

/** The address of a section's tab; of this one, the top of its content. */
export function addressOfTab(section) {
  const tab = tabOf(section);
  return !tab || tab.hasAttribute("aria-current") ? "#main" : tab.getAttribute("href");
}

/** Focus a cell of the page, all of its text selected. */
export function focusCell(cells, name) {
  const { input } = cells.get(name);
  input.focus({ preventScroll: true });
  input.select();
}

/** Links to cells of this page go to the input; the page's address names it, as any link's target. */
export function followLinks(cells) {
  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("a[data-goto]")?.dataset.goto;
    if (!cells.has(name) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    focusCell(cells, name);
  });
  const named = decodeURIComponent(location.hash.slice(1));
  if (cells.has(named)) focusCell(cells, named);
}
