// The figures being edited: one place through which every change goes, whatever it comes from. No DOM.
import { createChecker } from "./checker.mjs";
import { createHistory } from "./history.mjs";
import { isBlank, parse, sameValue } from "./numbers.mjs";
import { followers, settle } from "./totals.mjs";

/**
 * What listeners are told: names whose value changed, relations to look at again, and why
 * ("type", "leave", "cancel", "batch", "undo", "redo", "remote"). `typed` is {name, text} while a cell is typed in.
 * @typedef {{names: string[], relations: Set<object>, cause: string, typed?: {name: string, text: string}}} Change
 */

/**
 * @param {ReturnType<import("./model.mjs").prepare>} model
 * @param {Map<string, import("./numbers.mjs").Value>} contents
 */
export function createStore(model, contents) {
  const checker = createChecker(model, contents);
  const history = createHistory();
  const listeners = new Set();
  let edit = null;

  function put(values, cause, typed) {
    const changed = new Map([...values].filter(([name, value]) => !sameValue(checker.read(name), value)));
    const before = [...changed.keys()].map((name) => [name, checker.read(name)]);
    const relations = checker.write(changed);
    if (changed.size || typed) {
      for (const listener of listeners) listener({ names: [...changed.keys()], relations, cause, typed });
    }
    return before;
  }

  const entriesOf = (before) => [...before].map(([name, value]) => ({ name, before: value, after: checker.read(name) }))
    .filter((entry) => !sameValue(entry.before, entry.after));

  const read = (text, name) => {
    const { kind, unit } = model.figures.get(name);
    return parse(text, kind, unit);
  };

  // The totals that follow are those that followed when the edit began: half-typed figures decide nothing.
  function putEdited(value, cause, typed) {
    const changes = new Map([[edit.name, value]]);
    const before = put(new Map([...changes, ...settle(checker, changes, edit.following)]), cause, typed);
    for (const [name, was] of before) if (!edit.before.has(name)) edit.before.set(name, was);
  }

  function finish() {
    if (!edit) return;
    history.push({ label: "填写", cell: edit.name, entries: entriesOf(edit.before) });
    edit = null;
  }

  function step(moved, cause) {
    if (!moved) return null;
    put(moved.values, cause);
    return { label: moved.step.label, cell: moved.step.cell, count: moved.values.size, foreign: moved.foreign };
  }

  return {
    model,
    checker,
    history,
    read: checker.read,
    findings: checker.findings,
    /** Whether a total stands in the cell. */
    isTotal: (name) => model.derivers.has(name),
    subscribe(listener) { listeners.add(listener); },
    /** What a text would be in a cell. */
    parse: (name, text) => read(text, name),
    isEditing: (name) => edit?.name === name,

    /** Text as it stands in a cell being typed in. A figure that reads moves the findings at once. */
    type(name, text) {
      if (edit?.name !== name) {
        finish();
        edit = { name, before: new Map(), following: followers(checker) };
      }
      const value = read(text, name);
      const typed = { name, text };
      if (value.text === "") putEdited(value, "type", typed);
      else put(new Map(), "type", typed);
    },

    /** The cell is left with this text in it; what could not be read now counts as such. */
    leave(name, text) {
      if (edit?.name !== name) return;
      putEdited(read(text, name), "leave");
      finish();
    },

    /** Everything that the edit changed is as it was; false if there was none. */
    cancel(name) {
      if (edit?.name !== name) return false;
      const { before } = edit;
      edit = null;
      const stood = before.get(name) ?? checker.read(name);
      put(new Map([...before, [name, stood]]), "cancel", { name, text: null });
      return true;
    },

    /**
     * Many cells changed as one step; totals that follow do, and those of `around` fill if they are blank.
     * @param {Map<string, object>} values
     * @returns how many cells changed
     */
    batch(label, values, { cell = "", around = [] } = {}) {
      finish();
      const settled = settle(checker, values, followers(checker), around);
      const before = put(new Map([...values, ...settled]), "batch");
      history.push({ label, cell, entries: entriesOf(before) });
      return before.length;
    },

    undo() {
      finish();
      return step(history.undo(checker.read), "undo");
    },
    redo() {
      finish();
      return step(history.redo(checker.read), "redo");
    },

    /** Values that another person changed; the cell being typed in keeps what is typed. Totals stay as sent. */
    remote(values) {
      // Giving up an edit goes back to what the others have written since.
      for (const [name, value] of values) {
        if (edit && (edit.name === name || edit.before.has(name))) edit.before.set(name, value);
      }
      const taken = new Map([...values].filter(([name]) => model.figures.has(name) && edit?.name !== name));
      put(taken, "remote");
      return [...taken.keys()];
    },

    /** Names of figures that are blank, among those given. */
    blanksAmong: (names) => names.filter((name) => isBlank(checker.read(name))),
  };
}
