// The editor of narrative text (文字部分): ProseMirror, limited to the blocks of the file of record.
import { EditorState, EditorView, history, tableEditing } from "./vendor/prosemirror.mjs";
import { aspectBar } from "./narrative/aspect_bar.mjs";
import { spliced } from "./narrative/blocks.mjs";
import { caretFirst } from "./narrative/caret.mjs";
import { clipboard } from "./narrative/clipboard.mjs";
import { caretAt, keys } from "./narrative/commands.mjs";
import { counter } from "./narrative/counter.mjs";
import { element, freshId } from "./narrative/elements.mjs";
import { figureView } from "./narrative/figure_view.mjs";
import { formatBar } from "./narrative/format_bar.mjs";
import { indent } from "./narrative/indent.mjs";
import { outline } from "./narrative/outline.mjs";
import { insertPictures } from "./narrative/pictures.mjs";
import { reconcile } from "./narrative/reconcile.mjs";
import { blocksOf, docOf } from "./narrative/schema.mjs";
import { tableView } from "./narrative/table_view.mjs";

// ProseMirror takes the last text of an input method up to 20 ms after the composition ends.
const AFTER_COMPOSITION = 60;

function attributesOf(label, describedBy, isReadOnly) {
  const attributes = {
    role: "textbox", "aria-multiline": "true", "aria-label": label, "aria-describedby": describedBy,
    class: "narrative-text", lang: "zh-CN", spellcheck: "false",
  };
  return isReadOnly ? { ...attributes, "aria-readonly": "true", tabindex: "0" } : attributes;
}

// Calls onChange with the blocks, but never with the half-typed letters of an input method.
function changeReporter(getView, onChange) {
  let isPending = false;
  let timer = 0;
  const report = () => {
    const view = getView();
    if (!isPending || view.isDestroyed || view.composing) return;
    isPending = false;
    onChange(blocksOf(view.state.doc));
  };
  return {
    changed() {
      isPending = true;
      report();
    },
    composed() {
      timer = setTimeout(report, AFTER_COMPOSITION);
      return false;
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * Puts the editor of one section into an element, which it fills.
 *
 * blocks: the section (see narrative/blocks.mjs); a block of a type that the editor does not know is
 * shown, cannot be changed, and comes back as it came. pictures: {addressOf(id), send(file)}, where pictures are
 * shown from and sent to (narrative/pictures.mjs); without it none can be put in. aspects: names of what the section should speak
 * of, offered as numbered sub-headings. recommended: 字数 not to exceed, or null. label: the accessible
 * name. onChange(blocks): after each change by a person, never after setBlocks; a text that an input
 * method is composing is reported once it is chosen.
 *
 * Gives {getBlocks(), setBlocks(blocks, {keepHistory}), insert(block), focus(index), destroy()}. insert puts a
 * block after the caret's, or in its place if that is empty, as a step that can be undone. setBlocks changes only
 * the blocks that differ, so the caret stays; with keepHistory what was typed can still be undone, and
 * the new blocks are no step of their own. The caller must have handed in what getBlocks() gives now:
 * blocks typed since would be replaced. focus(index) puts the caret into that block.
 */
export function mountNarrative(host, {
  blocks, aspects = [], recommended = null, label, onChange = () => {}, readOnly = false, pictures = null,
}) {
  const getView = () => view;
  const status = element("p", "narrative-status", { role: "status" });
  const say = (sentence) => { status.textContent = sentence; };
  const reporter = changeReporter(getView, onChange);
  const countId = freshId();
  const count = counter(recommended, countId);
  const take = pictures && ((files) => insertPictures(view, files, pictures.send, say));
  const bars = readOnly ? [] : [formatBar(getView, say, take)];
  if (!readOnly && aspects.length > 0) bars.push(aspectBar(aspects, getView, say));
  const head = element("div", "narrative-head", {}, ...bars.map((bar) => bar.element), count.element);
  const page = element("div", "narrative-page");
  const whole = element("div", "narrative", {}, head, page, status);
  host.replaceChildren(whole);

  const plugins = [
    caretFirst(), clipboard(say, take), indent(say), outline(), ...keys, history(),
    tableEditing({ allowTableNodeSelection: true }),
  ];
  const update = (state) => [...bars, count].forEach((part) => part.update(state));
  const view = new EditorView({ mount: page.appendChild(element("div", "")) }, {
    state: EditorState.create({ doc: docOf(blocks), plugins }),
    attributes: attributesOf(label, countId, readOnly),
    editable: () => !readOnly,
    nodeViews: {
      figure: figureView(pictures?.addressOf ?? (() => null), readOnly),
      table: tableView(say, readOnly),
    },
    handleDOMEvents: { compositionend: reporter.composed },
    dispatchTransaction(tr) {
      if (tr.docChanged) say("");
      const state = view.state.apply(tr);
      view.updateState(state);
      update(state);
      if (tr.docChanged && !tr.getMeta("setBlocks")) reporter.changed();
    },
  });
  update(view.state);
  // Where nobody has put the caret yet, the end is the place to go on.
  let visited = false;
  view.dom.addEventListener("focus", () => { visited = true; });

  return {
    getBlocks: () => blocksOf(view.state.doc),
    setBlocks(next, { keepHistory = false } = {}) {
      const tr = reconcile(view.state.tr, next).setMeta("setBlocks", true).setMeta("addToHistory", false);
      view.dispatch(tr);
      if (keepHistory) return;
      const { doc, selection } = view.state;
      view.updateState(EditorState.create({ doc, selection, plugins }));
      update(view.state);
    },
    insert(block) {
      const now = blocksOf(view.state.doc);
      const at = visited ? view.state.selection.$head.index(0) : now.length - 1;
      const empty = now[at]?.text === "";
      const place = empty ? at : at + 1;
      const tr = reconcile(view.state.tr, spliced(now, place, empty ? 1 : 0, block));
      view.dispatch(caretAt(tr, place).scrollIntoView());
    },
    focus(index = null) {
      if (index !== null) view.dispatch(caretAt(view.state.tr, index));
      view.focus();
    },
    destroy() {
      reporter.stop();
      view.destroy();
      host.replaceChildren();
    },
  };
}
