// How many findings each tab has: the heaviest kind, as the server counts them (blanks apart, explained ones not).
import { el } from "../editor/dom.mjs";
import { words } from "./words.mjs";

const KINDS = Object.keys(words.tabs);

/** @param {(finding: object) => boolean} isExplained */
export function createTabs(store, isExplained) {
  const badges = new Map(Array.from(document.querySelectorAll("[data-tab]"), (tab) =>
    [tab.dataset.tab, tab.querySelector(".count")]).filter(([, badge]) => badge));
  let others = [];

  function paint(section, badge, findings) {
    const kindOf = (finding) => (finding.kind === "blank" ? "blank" : finding.severity);
    const isDone = (finding) => finding.severity === "warning" && (finding.explanation || isExplained(finding));
    const mine = findings.filter((finding) => finding.section === section && !isDone(finding));
    const count = (kind) => mine.filter((finding) => kindOf(finding) === kind).length;
    const kind = KINDS.find((one) => count(one) > 0);
    const className = kind ? `count ${kind}` : "count";
    const text = kind ? words.tabs[kind] + count(kind) : "";
    if (badge.className === className && badge.textContent === text) return;
    badge.className = className;
    const spoken = el("span", { className: "visually-hidden", text: words.tabs[kind] ?? "" });
    badge.replaceChildren(...(kind ? [spoken, String(count(kind))] : []));
  }

  return {
    update() {
      const findings = [...store.findings(), ...others];
      for (const [section, badge] of badges) paint(section, badge, findings);
    },
    /** Findings that only the server makes. */
    take(findings) { others = findings; },
  };
}
