// The document model of the editor and the way between it and blocks. No DOM.
import { Fragment, Schema } from "../vendor/prosemirror.mjs";
import { heading, isText, paragraph } from "./blocks.mjs";
import { words } from "./words.mjs";

// data-narrative marks our own copies, so that a paste can tell them from foreign HTML.
const own = (type, rest) => ({ "data-narrative": type, ...rest });

// Foreign blocks in the order shown. A copy on the clipboard carries only its place in this list, so
// that nothing pasted can bring a block that the page did not already hold.
const shown = [];

function copyOf(block) {
  const known = shown.indexOf(block);
  return String(known < 0 ? shown.push(block) - 1 : known);
}

function blockOfCopy(element) {
  const block = shown[Number(element.getAttribute("data-narrative-foreign"))];
  return block === undefined ? false : { block };
}

/**
 * Text blocks hold plain text and no marks. `foreign` carries a block of another type (a figure, a
 * table, whatever comes) through the editor untouched: it can be moved and deleted but not changed.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      group: "block",
      content: "text*",
      whitespace: "pre",
      parseDOM: [{ tag: "p" }],
      toDOM: () => ["p", own("paragraph"), 0],
    },
    heading: {
      group: "block",
      content: "text*",
      whitespace: "pre",
      defining: true,
      attrs: { level: { validate: "number" } },
      parseDOM: [{ tag: "h3", attrs: { level: 1 } }, { tag: "h4", attrs: { level: 2 } }],
      toDOM: (node) => [`h${node.attrs.level + 2}`, own("heading"), 0],
    },
    foreign: {
      group: "block",
      atom: true,
      draggable: true,
      attrs: { block: {} },
      parseDOM: [
        { tag: "div[data-narrative-foreign]", getAttrs: blockOfCopy },
        { tag: "div[data-narrative-foreign]", ignore: true },
      ],
      toDOM: (node) => [
        "div",
        own("foreign", { class: "narrative-foreign", "data-narrative-foreign": copyOf(node.attrs.block) }),
        words.foreign(node.attrs.block),
      ],
    },
    text: {},
  },
});

function nodeOf(block) {
  if (!isText(block)) return schema.node("foreign", { block });
  const content = block.text === "" ? null : schema.text(block.text);
  return block.type === "paragraph"
    ? schema.node("paragraph", null, content)
    : schema.node("heading", { level: block.level }, content);
}

function blockOf(node) {
  if (node.type.name === "foreign") return node.attrs.block;
  const text = node.textContent;
  return node.type.name === "paragraph" ? paragraph(text) : heading(node.attrs.level, text);
}

/** Blocks as a fragment of nodes, one for each. */
export const fragmentOf = (blocks) => Fragment.fromArray(blocks.map(nodeOf));

/** The document of a section; a section without blocks is one empty paragraph. */
export const docOf = (blocks) =>
  schema.node("doc", null, fragmentOf(blocks.length === 0 ? [paragraph("")] : blocks));

/** The blocks of a document, one for each node. */
export function allBlocks(doc) {
  return doc.children.map(blockOf);
}

/** The blocks to keep: those of the document, or none if all there is is one block without text. */
export function blocksOf(doc) {
  const isEmpty = doc.childCount === 1 && doc.firstChild.isTextblock && doc.firstChild.content.size === 0;
  return isEmpty ? [] : allBlocks(doc);
}

/** Where the node at index begins, among nodes that stand one behind the other from position 0. */
export const offsetOf = (nodes, index) =>
  nodes.slice(0, index).reduce((sum, node) => sum + node.nodeSize, 0);
