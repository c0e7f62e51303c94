// Figures and tables among the blocks: put in, found, left. ProseMirror transactions.
import { NodeSelection, Selection, TextSelection, closeHistory } from "../vendor/prosemirror.mjs";
import { isText, paragraph } from "./blocks.mjs";
import { allBlocks, fragmentOf, offsetOf } from "./schema.mjs";

const isEmptyText = (block) => isText(block) && block.text.trim() === "";

/**
 * The transaction with a block behind the caret's block, or in its place if that is an empty paragraph, as
 * one step to undo; and with an empty paragraph behind it where the text would end. {tr, index, pos}.
 */
export function withBlock(tr, block) {
  const blocks = allBlocks(tr.doc);
  const at = Math.min(tr.selection.$from.index(0), blocks.length - 1);
  const replaced = isEmptyText(blocks[at]) && blocks[at].type === "paragraph";
  const index = replaced ? at : at + 1;
  const pos = offsetOf(tr.doc.children, index);
  const end = replaced ? pos + tr.doc.child(at).nodeSize : pos;
  const isLast = index + (replaced ? 1 : 0) >= blocks.length;
  tr.replaceWith(pos, end, fragmentOf(isLast ? [block, paragraph("")] : [block]));
  return { tr: closeHistory(tr), index, pos };
}

/** The transaction with the node at pos selected as a whole. */
export const selectAt = (tr, pos) => tr.setSelection(NodeSelection.create(tr.doc, pos)).scrollIntoView();

/** The transaction with the caret in the first text at or behind pos. */
export const caretFrom = (tr, pos) => tr.setSelection(Selection.near(tr.doc.resolve(pos), 1)).scrollIntoView();

/** The transaction with the caret behind the block at index, in a new paragraph if no text is there. */
export function caretBehind(tr, index) {
  const pos = offsetOf(tr.doc.children, index + 1);
  if (!tr.doc.maybeChild(index + 1)?.isTextblock) tr.insert(pos, fragmentOf([paragraph("")]));
  return tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView();
}

/** The transaction without the node at pos, and the caret near its place. */
export function without(tr, pos) {
  const { nodeSize } = tr.doc.nodeAt(pos);
  if (tr.doc.childCount === 1) tr.replaceWith(pos, pos + nodeSize, fragmentOf([paragraph("")]));
  else tr.delete(pos, pos + nodeSize);
  return closeHistory(tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)), -1)));
}
