// Under the table: the cell in focus, the relations it is in with names and values, and what would settle them.
import { el } from "../editor/dom.mjs";
import { isReading } from "../editor/reading.mjs";
import { BROKEN, HOLDS, plain, shown } from "../relations.mjs";
import { actionsFor, equationText, noticesOf, shownRelations } from "./equations.mjs";
import { words } from "./words.mjs";

function classOf({ state, severity }) {
  if (state === BROKEN) return `equation ${severity}`;
  return state === HOLDS ? "equation ok" : "equation open";
}

/**
 * @param {HTMLElement | null} place
 * @param {(action: {kind: string, cell: string, number: object}) => void} act
 */
export function createStrip(store, place, act) {
  let current = "";
  let key = null;
  let actions = [];

  function headOf(name) {
    const info = store.model.figures.get(name);
    const last = store.read(`${name}@last`);
    return [
      info.group ? `${info.group}·${info.title}` : info.title,
      words.thisYear(shown(store.read(name))),
      ...(last.number ? [words.lastYear(shown(last))] : []),
      ...(info.unit ? [words.unit(info.unit)] : []),
    ];
  }

  const offered = () => (isReading() ? [] : actions.filter(({ label }) => label));

  function buttonOf(action, index) {
    const button = el("button", { type: "button", className: "btn btn-sm btn-primary", text: action.label });
    if (index === 0) {
      button.title = words.key;
      button.setAttribute("aria-keyshortcuts", "Alt+Enter");
    }
    button.addEventListener("click", () => act(action));
    return button;
  }

  function render(head, equations) {
    const [title, ...facts] = head;
    place.replaceChildren(
      el("p", { className: "strip-head" }, el("strong", { text: title }), ...facts.map((text) => el("span", { text }))),
      el(
        "div",
        { className: "strip-equations" },
        ...equations.map((equation) => el("p", { className: classOf(equation), text: equation.text })),
        ...actions.filter(({ sentence }) => sentence).map(({ sentence: text, label }) =>
          el("p", { className: label ? "strip-suggestion" : "strip-possibility", text })),
      ),
      el("div", { className: "strip-actions" }, ...offered().map(buttonOf)),
    );
  }

  function update() {
    if (!place) return;
    if (!current) {
      if (key !== "") place.replaceChildren(el("p", { className: "strip-empty", text: words.stripEmpty }));
      key = "";
      return;
    }
    const head = headOf(current);
    const relations = shownRelations(store, current);
    const equations = [...relations.map((relation) => equationText(store, relation)), ...noticesOf(store, current)];
    actions = actionsFor(store, relations, current);
    const offers = actions.map(({ cell, number, sentence }) => [cell, plain(number), sentence]);
    const now = JSON.stringify([current, head, equations, offers]);
    if (now === key) return;
    key = now;
    render(head, equations);
  }

  return {
    update,
    /** The cell in focus has changed. */
    focus(name) {
      current = name;
      update();
    },
    /** Do what the first button does; false if there is none. */
    actFirst() {
      const [first] = offered();
      if (first) act(first);
      return first !== undefined;
    },
  };
}
