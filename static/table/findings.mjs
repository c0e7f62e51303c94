// All that is known of the report's faults, as one list: what the page reckons at each key stroke, and what only the
// server can say (title, sections, text), as it said last. No DOM.
import { inOrder } from "./model.mjs";

/** @param store from createStore */
export function createFindings(store) {
  let others = [];
  let live = null;
  let all = [];

  return {
    /** In the order of checks.check; a finding of the server's under a key that the page reckons itself is left out. */
    all() {
      const now = store.findings();
      if (now === live) return all;
      live = now;
      const keys = new Set(now.map(({ key }) => key));
      all = inOrder(store.model, [...others.filter(({ key }) => !keys.has(key)), ...now]);
      return all;
    },
    /** Findings that only the server makes. */
    take(findings) {
      others = findings;
      live = null;
    },
  };
}
