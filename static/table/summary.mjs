// The summary: every finding by severity, each a link to its place; what is still to be filled in, by section.
import { el } from "../editor/dom.mjs";
import { isReading } from "../editor/reading.mjs";
import { MISSING_ID, sentenceId } from "./marks.mjs";
import { words } from "./words.mjs";

const SEVERITIES = Object.keys(words.severities);

const sorted = (covers) => JSON.stringify(Object.entries(covers).sort());

function isExplained({ severity, key, covers, explanation }, explanations) {
  if (severity !== "warning") return false;
  const given = explanations[key];
  return Boolean(explanation) || (given !== undefined && sorted(given.covers) === sorted(covers));
}

/**
 * @param {HTMLElement} place
 * @param {{findings: {all: () => object[]}, href: (cell: string) => string, tab: (section: string) => string,
 *   explain: (key: string) => string, isFinishing: () => boolean,
 *   culpritOf: (key: string) => string | undefined}} page where things are: a cell, a tab, the 说明 of a finding
 */
export function createSummary(store, place, page) {
  const groups = new Map(SEVERITIES.map((severity) => {
    const head = el("h3");
    const list = el("ul");
    const box = el("div", { className: `findings ${severity}`, hidden: true }, head, list);
    return [severity, { head, list, box, items: new Map() }];
  }));
  const blanks = el("div", { className: "blank-counts" });
  const clear = el("p", { className: "all-clear", text: words.allClear });
  const missing = el("span", { id: MISSING_ID, hidden: true, text: words.missing });
  place.replaceChildren(...[...groups.values()].map(({ box }) => box), blanks, clear, missing);
  let explanations = {};
  let blankKey = null;

  const target = ({ key, cells }) => page.culpritOf(key) ?? cells.find((cell) => !cell.endsWith("@last"));

  function itemOf(finding) {
    const anchor = el("a", { text: finding.message });
    const li = el("li", { id: sentenceId(finding.key) }, anchor);
    const note = finding.severity === "warning" ? el("a", { href: page.explain(finding.key) }) : null;
    if (note) li.append(" ", note);
    return { anchor, li, note };
  }

  function refresh(item, finding) {
    const { anchor, note } = item;
    const cell = target(finding);
    const href = cell ? page.href(cell) : page.tab(finding.section);
    if (anchor.textContent !== finding.message) anchor.textContent = finding.message;
    if (anchor.getAttribute("href") !== href) anchor.setAttribute("href", href);
    if (cell) anchor.dataset.goto = cell;
    if (!note) return;
    const isDone = isExplained(finding, explanations);
    const text = isDone ? words.explained : isReading() ? words.unexplained : words.explain;
    if (note.textContent !== text) note.textContent = text;
    note.className = isDone ? "explained" : "to-explain";
  }

  function list(severity, findings) {
    const group = groups.get(severity);
    const keys = new Set(findings.map(({ key }) => key));
    for (const [key, { li }] of group.items) {
      if (keys.has(key)) continue;
      li.remove();
      group.items.delete(key);
    }
    let before = null;
    for (const finding of findings) {
      if (!group.items.has(finding.key)) group.items.set(finding.key, itemOf(finding));
      const item = group.items.get(finding.key);
      refresh(item, finding);
      const next = before ? before.nextSibling : group.list.firstChild;
      if (next !== item.li) group.list.insertBefore(item.li, next);
      before = item.li;
    }
    const head = `${words.severities[severity]} ${findings.length}`;
    if (group.head.textContent !== head) group.head.textContent = head;
    group.box.hidden = findings.length === 0;
  }

  function listBlanks(findings) {
    const isFinishing = page.isFinishing();
    const bySection = store.model.sections
      .map(({ id, short }) => ({ short, some: findings.filter((finding) => finding.section === id) }))
      .filter(({ some }) => some.length);
    const counts = bySection.map(({ short, some }) => [short, some.length, some[0].cells[0]]);
    const key = JSON.stringify([isFinishing, counts]);
    if (key === blankKey) return;
    blankKey = key;
    const sentence = isFinishing ? words.missingCells : words.waitingCells;
    blanks.className = isFinishing && bySection.length ? "blank-counts findings error" : "blank-counts";
    blanks.replaceChildren(...bySection.map(({ short, some }) => {
      const cell = some[0].cells[0];
      const anchor = el("a", { href: page.href(cell), text: sentence(short, some.length), data: { goto: cell } });
      return el("p", { className: "blank-count" }, anchor);
    }));
  }

  return {
    update() {
      const findings = page.findings.all();
      for (const severity of SEVERITIES) {
        list(severity, findings.filter((f) => f.severity === severity && f.kind !== "blank"));
      }
      listBlanks(findings.filter((f) => f.kind === "blank"));
      clear.hidden = findings.length > 0;
    },
    /** Explanations by finding key, as the file of record has them. */
    explain(given) { explanations = given; },
    isExplained: (finding) => isExplained(finding, explanations),
  };
}
