// Findings that only the server makes (title, sections, text), and the counts on the tabs, as each save reports them.

import { byId, el } from "./dom.mjs";

const LABELS = { error: "强制性", warning: "核实性", advice: "提示" };

function link(finding, editUrl, here) {
  const place = finding.cells[0] ? `#${finding.cells[0]}` : here === finding.section ? "#main" : "";
  const page = here === finding.section ? "" : editUrl.replace("SECTION", finding.section);
  return el("a", { href: page + place, text: finding.message });
}

/** Shows the findings by severity in `#document-findings`. */
export function showDocumentFindings(findings, { editUrl, section }) {
  const groups = Object.keys(LABELS).flatMap((severity) => {
    const some = findings.filter((f) => f.severity === severity);
    if (!some.length) return [];
    const items = some.map((f) => el("li", {}, link(f, editUrl, section)));
    const head = el("h3", { text: `${LABELS[severity]} ${some.length}` });
    return [el("div", { className: `findings ${severity}` }, head, el("ul", {}, ...items))];
  });
  byId("document-findings").replaceChildren(...groups);
}

/** Shows on each tab how many findings of the heaviest kind it has. */
export function showCounts(counts) {
  const kinds = [["error", "强制性差错"], ["warning", "待说明"], ["blank", "待填"]];
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const mine = counts[tab.dataset.tab] ?? {};
    const [kind, words] = kinds.find(([name]) => mine[name]) ?? ["", ""];
    const badge = tab.querySelector(".count");
    badge.className = `count ${kind}`.trim();
    badge.replaceChildren(...(kind ? [el("span", { className: "visually-hidden", text: words }), String(mine[kind])] : []));
  }
}
