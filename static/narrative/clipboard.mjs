// Paste and drop: whatever comes is read as plain blocks, and what was left behind is said.
import { NodeSelection, Plugin, TextSelection } from "../vendor/prosemirror.mjs";
import { isText } from "./blocks.mjs";
import { linesOfHtml } from "./paste_html.mjs";
import { blocksOfLines, blocksOfText } from "./paste_lines.mjs";
import { mergePaste } from "./paste_merge.mjs";
import { allBlocks, fragmentOf, offsetOf } from "./schema.mjs";
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

// Blocks that come behind a selected foreign block, which nothing pasted replaces.
const standAlone = (blocks) => ({ blocks, index: blocks.length - 1, offset: blocks.at(-1).text.length });

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
  return tr.setSelection(TextSelection.create(tr.doc, caret)).scrollIntoView();
}

function put(view, tr, data, say, event) {
  const { blocks, left } = readTransfer(data);
  const size = blocks.reduce((sum, block) => sum + block.text.length, 0);
  if (blocks.length === 0) say(words.pasteEmpty);
  else if (size > MOST_CHARACTERS) say(words.pasteTooLong(size, MOST_CHARACTERS));
  else {
    view.dispatch(insertBlocks(tr, blocks).setMeta("paste", true).setMeta("uiEvent", event));
    say(words.pasted({ blocks: blocks.length, ...left }));
  }
}

function paste(view, event, say) {
  // Our own copies carry no foreign markup: ProseMirror puts them back exactly as they were cut.
  if (!view.composing && isOwnCopy(event.clipboardData.getData("text/html"))) return false;
  event.preventDefault();
  if (!view.editable) return true;
  if (view.composing) say(words.composing);
  else put(view, view.state.tr, event.clipboardData, say, "paste");
  return true;
}

function drop(view, event, say) {
  if (view.dragging) return false;
  event.preventDefault();
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!view.editable || at === null) return true;
  const { tr } = view.state;
  put(view, tr.setSelection(TextSelection.near(tr.doc.resolve(at.pos))), event.dataTransfer, say, "drop");
  return true;
}

/** Plugin that takes over paste and drop; say(sentence) tells what came and what did not. */
export function clipboard(say) {
  return new Plugin({
    props: {
      handleDOMEvents: {
        paste: (view, event) => paste(view, event, say),
        drop: (view, event) => drop(view, event, say),
      },
      clipboardTextSerializer: (slice) =>
        slice.content.content.map((node) => node.textContent).join("\n"),
    },
  });
}
