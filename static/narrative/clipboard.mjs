// Paste and drop: whatever comes is read as plain blocks, and what was left behind is said.
import { NodeSelection, Plugin, Selection, TextSelection } from "../vendor/prosemirror.mjs";
import { isTable, isText } from "./blocks.mjs";
import { linesOfHtml } from "./paste_html.mjs";
import { blocksOfLines, blocksOfText } from "./paste_lines.mjs";
import { mergePaste } from "./paste_merge.mjs";
import { picturesOf } from "./pictures.mjs";
import { allBlocks, fragmentOf, offsetOf } from "./schema.mjs";
import { isInTable, withCells } from "./tables.mjs";
import { words } from "./words.mjs";

/** Characters that one paste may bring: ten times what the longest report has. */
export const MOST_CHARACTERS = 100_000;

const OWN_COPY = /\sdata-pm-slice=[^>]*\sdata-narrative=|\sdata-narrative=[^>]*\sdata-pm-slice=/u;
const LONGEST_TAG = 2000;

// ProseMirror marks the first element of its copies; a page of another editor lacks our own mark.
const isOwnCopy = (html) => OWN_COPY.test(html.slice(0, LONGEST_TAG));

function readTransfer(data) {
  const html = data.getData("text/html");
  const { lines, left } = html === "" ? { lines: [], left: {} } : linesOfHtml(html);
  const blocks = lines.length > 0 ? blocksOfLines(lines) : blocksOfText(data.getData("text/plain"));
  return { blocks, left };
}

const sizeOf = (block) => (isTable(block) ? block.rows.flat() : [block.text]).join("").length;

// Blocks that come behind a selected block that is no text, which nothing pasted replaces.
const standAlone = (blocks) => ({ blocks, index: blocks.length - 1, offset: blocks.at(-1).text?.length ?? 0 });

// The transaction with the blocks where its selection is, and the caret behind them.
function insertBlocks(tr, blocks) {
  if (!(tr.selection instanceof NodeSelection)) tr.deleteSelection();
  const { $from } = tr.selection;
  const index = $from.index(0);
  const block = allBlocks(tr.doc)[index];
  const into = isText(block) ? mergePaste(block, $from.parentOffset, blocks) : standAlone(blocks);
  const end = offsetOf(tr.doc.children, index + 1);
  const start = isText(block) ? offsetOf(tr.doc.children, index) : end;
  const fragment = fragmentOf(into.blocks);
  const caret = start + offsetOf(fragment.content, into.index) + 1 + into.offset;
  tr.replaceWith(start, end, fragment);
  const $caret = tr.doc.resolve(caret);
  return tr.setSelection($caret.parent.isTextblock ? new TextSelection($caret) : Selection.near($caret)).scrollIntoView();
}

// A paste inside a table: a table is laid over the cells, text goes into the one where the caret is.
function insertIntoTable(state, blocks) {
  if (blocks.length === 1 && isTable(blocks[0])) return withCells(state, blocks[0].rows);
  const texts = blocks.flatMap((block) => (isTable(block) ? block.rows.map((row) => row.join(" ")) : [block.text]));
  const tr = state.tr.deleteSelection();
  return tr.insertText(texts.join(" "), tr.selection.from).scrollIntoView();
}

const toldOfTable = (blocks) =>
  (blocks.length === 1 && isTable(blocks[0]) ? words.cellsPasted(blocks[0].rows.length) : words.cellPasted);

function put(view, tr, data, say, event) {
  const { blocks, left } = readTransfer(data);
  const size = blocks.reduce((sum, block) => sum + sizeOf(block), 0);
  const grids = blocks.filter(isTable).length;
  if (blocks.length === 0) say(words.pasteEmpty);
  else if (size > MOST_CHARACTERS) say(words.pasteTooLong(size, MOST_CHARACTERS));
  else if (event === "paste" && isInTable(view.state)) {
    view.dispatch(insertIntoTable(view.state, blocks).setMeta("paste", true).setMeta("uiEvent", event));
    say(toldOfTable(blocks));
  } else {
    view.dispatch(insertBlocks(tr, blocks).setMeta("paste", true).setMeta("uiEvent", event));
    say(words.pasted({ blocks: blocks.length, grids, ...left }));
  }
}

// Pictures that come without any text to go with them; a copied piece of Word has its text and a picture of it.
const bareFiles = (data, take) => (take && readTransfer(data).blocks.length === 0 ? picturesOf(data) : []);

function paste(view, event, say, take) {
  // Our own copies carry no foreign markup: ProseMirror puts them back exactly as they were cut.
  if (!view.composing && isOwnCopy(event.clipboardData.getData("text/html"))) return false;
  event.preventDefault();
  if (!view.editable) return true;
  const files = bareFiles(event.clipboardData, take);
  if (view.composing) say(words.composing);
  else if (files.length > 0) take(files);
  else put(view, view.state.tr, event.clipboardData, say, "paste");
  return true;
}

function drop(view, event, say, take) {
  if (view.dragging) return false;
  event.preventDefault();
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!view.editable || at === null) return true;
  const tr = view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos)));
  const files = bareFiles(event.dataTransfer, take);
  if (files.length > 0) {
    view.dispatch(tr);
    take(files);
  } else put(view, tr, event.dataTransfer, say, "drop");
  return true;
}

// Cells of a row parted by tabs, as a sheet takes them; blocks by line breaks.
const lineOf = (node) => (node.type.name === "table_row"
  ? node.children.map((cell) => cell.textContent).join("\t")
  : node.isTextblock || node.isLeaf ? node.textContent || (node.attrs.caption ?? "") : textOf(node.content));
const textOf = (fragment) => fragment.content.map(lineOf).join("\n");

/**
 * Plugin that takes over paste and drop; say(sentence) tells what came and what did not, take(files) takes pictures
 * in, null where none can be.
 */
export function clipboard(say, take) {
  return new Plugin({
    props: {
      handleDOMEvents: {
        paste: (view, event) => paste(view, event, say, take),
        drop: (view, event) => drop(view, event, say, take),
      },
      clipboardTextSerializer: (slice) => textOf(slice.content),
    },
  });
}
