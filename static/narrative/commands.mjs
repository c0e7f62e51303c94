// What keys and buttons do to the document: ProseMirror commands (state, dispatch) -> whether it applies.
import {
  NodeSelection, TextSelection, baseKeymap, chainCommands, keymap, redo, splitBlockAs, undo,
} from "../vendor/prosemirror.mjs";
import { insertAspect } from "./aspects.mjs";
import { withLevel } from "./headings.mjs";
import { reconcile } from "./reconcile.mjs";
import { allBlocks, offsetOf } from "./schema.mjs";
import { tableKeys } from "./tables.mjs";
import { enterAfterHeading } from "./typed_heading.mjs";

const chosen = ({ doc, selection }) => {
  const from = selection.$from.index(0);
  return { from, to: Math.max(from, Math.min(selection.$to.index(0), doc.childCount - 1)) };
};

/** Level of the blocks in the selection: 0 for text, 1, 2; null if they differ or cannot have one. */
export function levelOf(state) {
  const { from, to } = chosen(state);
  const levels = state.doc.children.slice(from, to + 1)
    .map((node) => (node.isTextblock ? node.attrs.level ?? 0 : null));
  return levels.every((level) => level === levels[0]) ? levels[0] : null;
}

/** Command that makes the blocks of the selection text (0) or numbered sub-headings (1, 2). */
export const setLevel = (level) => (state, dispatch) => {
  const { from, to } = chosen(state);
  const tr = reconcile(state.tr, withLevel(allBlocks(state.doc), from, to, level));
  if (tr.docChanged) dispatch?.(tr.scrollIntoView());
  return tr.docChanged;
};

/** The transaction with the caret at the end of the text of a block. */
export function caretAt(tr, index) {
  const end = offsetOf(tr.doc.children, index + 1) - 1;
  return tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1)).scrollIntoView();
}

/** Command that inserts the sub-heading of an aspect and puts the caret into the paragraph under it. */
export const addAspect = (aspects, aspect) => (state, dispatch) => {
  const { blocks, index } = insertAspect(allBlocks(state.doc), aspects, aspect);
  dispatch?.(caretAt(reconcile(state.tr, blocks), index));
  return true;
};

// The part behind a break is text, except where a break before a sub-heading moves all of it down.
const newParagraph = splitBlockAs((node, _atEnd, $from) =>
  $from.parentOffset === 0 ? null : { type: node.type.schema.nodes.paragraph });

const enter = enterAfterHeading(chainCommands(newParagraph, baseKeymap.Enter));

// ProseMirror would delete a figure or table beside the caret, or leave it; it is selected first, so that one sees
// what goes.
const selectBeside = (side) => (state, dispatch) => {
  const { doc, selection } = state;
  const { $head, empty } = selection;
  const isAtEdge = $head.parentOffset === (side < 0 ? 0 : $head.parent.content.size);
  if (!empty || $head.depth !== 1 || !isAtEdge) return false;
  const index = $head.index(0) + side;
  const beside = doc.maybeChild(index);
  if (!beside || beside.isTextblock) return false;
  dispatch?.(state.tr.setSelection(NodeSelection.create(doc, offsetOf(doc.children, index))));
  return true;
};

const deletions = Object.fromEntries(
  Object.entries(baseKeymap).filter(([key]) => /Backspace|Delete/u.test(key))
    .map(([key, command]) => [key, chainCommands(selectBeside(/Delete/u.test(key) ? 1 : -1), command)]),
);

/** Keys in the order in which they are asked; none of them is asked while an input method composes. */
export const keys = [
  tableKeys,
  keymap({
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-Alt-0": setLevel(0),
    "Mod-Alt-1": setLevel(1),
    "Mod-Alt-2": setLevel(2),
    Enter: enter,
    "Shift-Enter": enter,
    ...deletions,
  }),
  keymap(baseKeymap),
];
