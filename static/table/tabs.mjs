// How many findings each tab has: the heaviest kind, as the server counts them (blanks apart, explained ones not).
import { el } from "../editor/dom.mjs";
import { words } from "./words.mjs";

const KINDS = Object.keys(words.tabs);

/**
 * @param {{all: () => object[]}} findings from createFindings
 * @param {(finding: object) => boolean} isExplained
 */
export function createTabs(findings, isExplained) {
  const badges = new Map(Array.from(document.querySelectorAll("[data-tab]"), (tab) =>
    [tab.dataset.tab, tab.querySelector(".count")]).filter(([, badge]) => badge));

  function paint(section, badge, all) {
    const kindOf = (finding) => (finding.kind === "blank" ? "blank" : finding.severity);
    const mine = all.filter((finding) => finding.section === section && !isExplained(finding));
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
      const all = findings.all();
      for (const [section, badge] of badges) paint(section, badge, all);
    },
  };
}
