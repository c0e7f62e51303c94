// What was done, so that it can be undone: each step is one edit, paste or fill, however many cells it changed. No DOM.
import { sameValue } from "./numbers.mjs";

const MOST_STEPS = 200;

/** @typedef {{label: string, cell: string, entries: {name: string, before: object, after: object}[]}} Step */

export function createHistory() {
  /** @type {Step[]} */
  let done = [];
  /** @type {Step[]} */
  let undone = [];

  let changed = () => {};

  // What another person has changed since is not ours to take back.
  const split = (step, read, expected) => {
    const own = step.entries.filter((entry) => sameValue(read(entry.name), entry[expected]));
    return { step, own, foreign: step.entries.length - own.length };
  };

  return {
    /** @param {Step} step */
    push(step) {
      if (!step.entries.length) return;
      done = [...done.slice(1 - MOST_STEPS), step];
      undone = [];
      changed();
    },
    /** The last step taken back: {step, values, foreign}; undefined if there is none. @param {Function} read */
    undo(read) {
      const step = done.pop();
      if (!step) return undefined;
      undone.push(step);
      changed();
      const { own, foreign } = split(step, read, "after");
      return { step, values: new Map(own.map(({ name, before }) => [name, before])), foreign };
    },
    redo(read) {
      const step = undone.pop();
      if (!step) return undefined;
      done.push(step);
      changed();
      const { own, foreign } = split(step, read, "before");
      return { step, values: new Map(own.map(({ name, after }) => [name, after])), foreign };
    },
    /** Have a listener told whenever there is another step to undo or redo. */
    watch(listener) { changed = listener; },
    get canUndo() { return done.length > 0; },
    get canRedo() { return undone.length > 0; },
  };
}
