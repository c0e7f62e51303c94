// The likeliest wrong figure of each broken relation, looked for when the browser has time to spare.
import { suggestion } from "./suggestion.mjs";

const PAUSE = 120;
const SLICE = 8;

/** @param {(names: Iterable<string>) => void} changed told which cells are, or are no longer, likely culprits */
export function createCulprits(store, changed) {
  const cells = new Set();
  let byRelation = new Map();
  let timer = 0;

  function apply(found) {
    const now = new Set(found.values());
    const moved = [...cells].filter((name) => !now.has(name)).concat([...now].filter((name) => !cells.has(name)));
    byRelation = found;
    cells.clear();
    for (const name of now) cells.add(name);
    if (moved.length) changed(moved);
  }

  function search(queue, found) {
    const end = performance.now() + SLICE;
    while (queue.length && performance.now() < end) {
      const relation = queue.pop();
      const remedy = suggestion(store.checker, relation);
      if (remedy) found.set(relation.id, remedy.cell);
    }
    if (queue.length) timer = setTimeout(() => search(queue, found), 0);
    else apply(found);
  }

  return {
    cells,
    /** The likely culprit of a broken relation, by the key of its finding. */
    of: (key) => byRelation.get(key),
    /** Look again once nothing has changed for a moment. */
    later() {
      const isWrong = (relation) =>
        relation.severity === "error" && relation.compare === "=" && store.checker.isBroken(relation);
      clearTimeout(timer);
      timer = setTimeout(() => search(store.model.relations.filter(isWrong), new Map()), PAUSE);
    },
  };
}
