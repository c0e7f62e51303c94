// The tools over a table: zeros, undo and redo, pasting.
import { el } from "../editor/dom.mjs";
import { fillZeros, notZero } from "./fill.mjs";
import { words } from "./words.mjs";

// A toolbar is one stop of the Tab key; arrows go from button to button.
function asToolbar(place, buttons) {
  const stop = (button) => buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
  stop(buttons[0]);
  place.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const button = buttons[(to + buttons.length) % buttons.length];
    stop(button);
    button.focus();
  });
  place.addEventListener("focusin", (event) => buttons.includes(event.target) && stop(event.target));
}

/**
 * @param {HTMLElement | null} place
 * @param {{table: HTMLTableElement, layout: object} | undefined} grid
 * @param {{current: () => string, focus: (name: string) => void, say: (text: string) => void,
 *   report: (lines: string[]) => void, paste: () => void}} page
 */
export function createTools(store, place, grid, page) {
  const titleOf = (name) => store.model.figures.get(name).title;
  const tell = (text) => {
    page.report([text]);
    page.say(text);
  };

  function zeros(label, names) {
    const { filled, totalsLeft } = fillZeros(store, label, names, page.current());
    const left = totalsLeft ? words.totalsLeft(totalsLeft) : "";
    tell((filled ? words.filled(filled) : words.nothingToFill) + left);
  }

  const all = grid ? [...grid.layout.places.keys()] : [];
  const rowOf = (name) => grid.layout.figuresIn(grid.layout.places.get(name).row).map((box) => box.name);

  function moved(done, words_, nothing) {
    if (!done) return tell(nothing);
    if (done.cell) page.focus(done.cell);
    return tell(words_(done.label, done.count) + (done.foreign ? words.foreign(done.foreign) : ""));
  }

  const actions = {
    fillRow() {
      if (!all.includes(page.current())) return tell(words.noCell);
      return zeros(words.steps.fillRow, rowOf(page.current()));
    },
    fillTable: () => zeros(words.steps.fillTable, all),
    zeroYear() {
      const others = notZero(store, all);
      if (others.length) return tell(words.notZeroYear(others.map(titleOf)));
      return zeros(words.zeroYears[grid.table.dataset.table], all);
    },
    undo: () => moved(store.undo(), words.undone, words.nothingToUndo),
    redo: () => moved(store.redo(), words.redone, words.nothingToRedo),
  };

  if (place && grid) {
    const zeroYear = words.zeroYears[grid.table.dataset.table];
    const given = [
      [words.fillRow, actions.fillRow],
      [words.fillTable, actions.fillTable],
      ...(zeroYear ? [[zeroYear, actions.zeroYear]] : []),
      [words.paste, page.paste],
      [words.undo, actions.undo, "Control+Z"],
      [words.redo, actions.redo, "Control+Y"],
    ];
    const buttons = given.map(([text, act, keys]) => {
      const button = el("button", { type: "button", className: "btn btn-sm btn-outline-secondary", text });
      if (keys) button.setAttribute("aria-keyshortcuts", keys);
      button.addEventListener("click", act);
      return button;
    });
    place.replaceChildren(...buttons);
    asToolbar(place, buttons);
    const [undo, redo] = buttons.slice(-2);
    const update = () => {
      undo.setAttribute("aria-disabled", String(!store.history.canUndo));
      redo.setAttribute("aria-disabled", String(!store.history.canRedo));
    };
    update();
    store.history.watch(update);
  }
  return actions;
}
