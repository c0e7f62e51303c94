// Makes a tab's tables and figures live: typing, keys, pasting, totals and findings, without asking the server.
//
// Reads the page's #format-model, #values and #last-year; tells of changes by the event "nianbao:change" on
// document: {changes: {"values.<cell>" or "facts.<id>": text or null}}.
import { byId, pageData } from "./editor/dom.mjs";
import { isReading } from "./editor/reading.mjs";
import { createAnnouncer } from "./table/announcer.mjs";
import { createCulprits } from "./table/culprits.mjs";
import { createEditor } from "./table/editor.mjs";
import { createFindings } from "./table/findings.mjs";
import { createGaps } from "./table/gaps.mjs";
import { createKeys } from "./table/keys.mjs";
import { createMarks, sentenceId } from "./table/marks.mjs";
import { contentsOf, prepare } from "./table/model.mjs";
import { shown } from "./table/numbers.mjs";
import { addressOf, addressOfTab, cellsOf, focusCell, followLinks, gridsOf, keepFeetClear, keepInSight } from "./table/page.mjs";
import { createPaste } from "./table/paste.mjs";
import { askForPaste, previewPaste } from "./table/paste_dialog.mjs";
import { createReport } from "./table/report.mjs";
import { createStore } from "./table/store.mjs";
import { createStrip } from "./table/strip.mjs";
import { createSummary } from "./table/summary.mjs";
import { createTabs } from "./table/tabs.mjs";
import { createTools } from "./table/tools.mjs";
import { dispatchChange, valuesFrom } from "./table/wire.mjs";
import { words } from "./table/words.mjs";

const isFinishing = () => "triedFinish" in document.body.dataset;

/** Every part of the page, made of one store; each part is told of each change. */
function start(model) {
  const store = createStore(model, contentsOf(model, pageData("values") ?? {}, pageData("last-year") ?? {}));
  const cells = cellsOf(model);
  const grids = gridsOf();
  const remotes = new Set();
  let current = "";

  const gridOf = (name) => grids.find(({ layout }) => layout.places.has(name));
  const focus = (name) => cells.has(name) && focusCell(cells, name);
  const rowOf = (name) => {
    const layout = gridOf(name)?.layout;
    return layout ? layout.figuresIn(layout.places.get(name).row).map((box) => box.name) : [];
  };

  const announcer = createAnnouncer(store, byId("announcer"));
  const { say } = announcer;
  const report = createReport(byId("table-tools"));
  const culprits = createCulprits(store, (names) => {
    marks.paint(names);
    summary?.update();
  });
  const marks = createMarks(store, cells, { rowOf, isFinishing, culprits: culprits.cells, remotes });
  const findings = createFindings(store);
  const place = byId("finding-summary");
  const { documentFindings = [], explanations = {}, reviewUrl = "" } = pageData("editor-data") ?? {};
  const summary = place && createSummary(store, place, {
    findings,
    href: (name) => addressOf(model, cells, name),
    tab: addressOfTab,
    explain: (key) => `${reviewUrl}#${encodeURIComponent(sentenceId(key))}`,
    isFinishing,
    culpritOf: culprits.of,
  });
  const tabs = createTabs(findings, (finding) => summary?.isExplained(finding) ?? false);
  const gaps = grids.map((grid) => createGaps(store, grid));
  for (const { table } of grids) keepInSight(table);
  keepFeetClear(byId("equation-strip"), grids.map(({ table }) => table));

  const act = ({ kind, cell, number }) => {
    const back = current;
    store.batch(words.steps[kind], new Map([[cell, { number, note: "", text: "", doubt: "" }]]), { cell });
    const { title } = model.figures.get(cell);
    say((kind === "adopt" ? words.adopted : words.changed)(title, shown(store.read(cell))));
    focus(back);
  };
  const strip = createStrip(store, byId("equation-strip"), act);

  const keys = createKeys({
    layoutOf: (name) => gridOf(name)?.layout,
    goTo: focus,
    settle: (name) => editor.settle(name),
    cancel: (name) => editor.cancel(name),
    undo: () => isReading() || tools.undo(),
    redo: () => isReading() || tools.redo(),
    act: () => strip.actFirst(),
  });
  const paste = createPaste(store, {
    layoutOf: (name) => gridOf(name)?.layout,
    report,
    say,
    preview: previewPaste,
    settle: (name) => editor.settle(name),
    inputOf: (name) => cells.get(name).input,
  });
  const editor = createEditor(store, cells, {
    keys: { ...keys, undo: () => tools.undo(), redo: () => tools.redo() },
    marks,
    say,
    paste,
    focused(name) {
      current = name;
      if (remotes.delete(name)) marks.paint([name]);
      strip.focus(name);
    },
  });
  const firstCell = () => (gridOf(current) ? current : grids[0].layout.figuresIn(grids[0].layout.rows[0])[0].name);
  const tools = createTools(store, byId("table-tools"), grids[0], {
    current: () => current, focus, say, report,
    paste: () => askForPaste((clipboard) => {
      const at = firstCell();
      focus(at);
      paste(clipboard, at);
    }),
  });

  function paint(names, relations) {
    const related = [...relations].flatMap((relation) => relation.cells);
    marks.paint(new Set([...names, ...related, ...names.flatMap(rowOf)]));
    for (const update of gaps) update(relations);
    strip.update();
    summary?.update();
    tabs.update();
  }

  const paintAll = () => paint([...cells.keys()], model.relations);

  store.subscribe((change) => {
    const { names, relations, cause, typed } = change;
    for (const name of names) if (cells.has(name) && !(typed?.name === name && cause === "type")) marks.show(name);
    paint(names, relations);
    if (cause !== "remote") dispatchChange(store, names, typed);
    announcer.later();
    culprits.later();
  });
  new MutationObserver(paintAll).observe(document.body, { attributes: true, attributeFilter: ["data-tried-finish"] });

  for (const [name, { box }] of cells) box.classList.toggle("is-total", store.isTotal(name));
  findings.take(documentFindings);
  summary?.explain(explanations);
  paintAll();
  strip.update();
  culprits.later();
  // What was typed before this script ran counts as typed.
  for (const [name, { input }] of cells) {
    if (input.readOnly || input.value === input.defaultValue) continue;
    store.type(name, input.value);
    if (document.activeElement !== input) store.leave(name, input.value);
  }
  followLinks(cells);

  return {
    currentFindings: store.findings,
    applyRemote(changes) {
      const values = valuesFrom(model, changes);
      const before = new Map([...values.keys()].map((name) => [name, shown(store.read(name))]));
      const taken = store.remote(values).filter((name) => before.get(name) !== shown(store.read(name)));
      for (const name of taken) remotes.add(name);
      marks.paint(taken);
      // A total that followed its parts is no news by itself.
      const told = taken.filter((name) => !store.isTotal(name));
      return (told.length ? told : taken).map((name) => model.figures.get(name).title);
    },
    applyDocumentFindings(given) {
      findings.take(given);
      summary?.update();
      tabs.update();
    },
    applyExplanations(given) {
      summary?.explain(given);
      summary?.update();
      tabs.update();
    },
  };
}

const json = pageData("format-model");
const page = json && start(prepare(json));

/** Findings of kind relation, swing, number, blank and unit as things stand, in the order of checks.check. */
export const currentFindings = () => page?.currentFindings() ?? [];

/**
 * Takes values that the server merged from another person: {"values.<cell>" or "facts.<id>": content}. A cell being
 * typed in keeps what is typed; the others are marked as changed by somebody else. Gives the titles of what changed.
 */
export const applyRemote = (changes) => page?.applyRemote(changes) ?? [];

/** Takes the findings that only the server makes, into the one list and the counts on the tabs. */
export const applyDocumentFindings = (findings) => page?.applyDocumentFindings(findings);

/** Takes the explanations (说明) by finding key, as the file of record has them: {key: {text, covers}}. */
export const applyExplanations = (explanations) => page?.applyExplanations(explanations);
