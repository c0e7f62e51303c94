// The document model of the editor and the way between it and blocks. No DOM.
import { Fragment, Schema } from "../vendor/prosemirror.mjs";
import { figure, heading, isFigure, isTable, isText, paragraph, table } from "./blocks.mjs";
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

const copied = (element) => shown[Number(element.getAttribute("data-narrative-copy"))];

function blockOfCopy(element) {
  const block = copied(element);
  return block === undefined || isFigure(block) ? false : { block };
}

// Only a figure that this page has shown can be pasted: another report has other pictures.
function figureOfCopy(element) {
  const block = copied(element);
  if (block === undefined || !isFigure(block)) return false;
  const { picture, alt, caption } = block;
  return { picture, alt, caption };
}

const cell = (role, tag, attributes) => ({
  content: "text*",
  whitespace: "pre",
  tableRole: role,
  isolating: true,
  // Ours never span; the library asks.
  attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  parseDOM: [{ tag }],
  toDOM: () => [tag, attributes, 0],
});

/**
 * Text blocks and cells hold plain text and no marks. `foreign` carries a block of another type, whatever
 * comes, through the editor untouched: it can be moved and deleted but not changed.
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
    figure: {
      group: "block",
      atom: true,
      draggable: true,
      attrs: { picture: {}, alt: {}, caption: {} },
      parseDOM: [{ tag: "div[data-narrative=figure]", getAttrs: figureOfCopy }],
      toDOM: (node) => [
        "div", own("figure", { "data-narrative-copy": copyOf(blockOf(node)) }), node.attrs.caption,
      ],
    },
    table: {
      group: "block",
      content: "table_row+",
      tableRole: "table",
      isolating: true,
      draggable: true,
      attrs: { caption: { default: "" } },
      parseDOM: [{ tag: "table", getAttrs: (element) => ({ caption: element.getAttribute("data-caption") ?? "" }) }],
      toDOM: (node) => ["table", own("table", { "data-caption": node.attrs.caption }), ["tbody", 0]],
    },
    table_row: {
      content: "(table_cell | table_header)+",
      tableRole: "row",
      parseDOM: [{ tag: "tr" }],
      toDOM: () => ["tr", 0],
    },
    table_cell: cell("cell", "td", {}),
    table_header: cell("header_cell", "th", { scope: "col" }),
    foreign: {
      group: "block",
      atom: true,
      draggable: true,
      attrs: { block: {} },
      parseDOM: [
        { tag: "div[data-narrative-copy]", getAttrs: blockOfCopy },
        { tag: "div[data-narrative-copy]", ignore: true },
      ],
      toDOM: (node) => [
        "div",
        own("foreign", { class: "narrative-foreign", "data-narrative-copy": copyOf(node.attrs.block) }),
        words.foreign(node.attrs.block),
      ],
    },
    text: {},
  },
});

const rowOf = (cells, type) =>
  schema.node("table_row", null, cells.map((text) => schema.node(type, null, text === "" ? null : schema.text(text))));

function tableOf({ caption, head, rows }) {
  const made = rows.map((cells, at) => rowOf(cells, at < head ? "table_header" : "table_cell"));
  return schema.node("table", { caption }, made);
}

function nodeOf(block) {
  if (isFigure(block)) return schema.node("figure", { picture: block.picture, alt: block.alt, caption: block.caption });
  if (isTable(block)) return tableOf(block);
  if (!isText(block)) return schema.node("foreign", { block });
  const content = block.text === "" ? null : schema.text(block.text);
  return block.type === "paragraph"
    ? schema.node("paragraph", null, content)
    : schema.node("heading", { level: block.level }, content);
}

/** How many rows at the top of a table are headings. */
export function headOf(node) {
  const first = node.children.findIndex((row) => row.firstChild.type.name !== "table_header");
  return first < 0 ? node.childCount : first;
}

/** The block that a node of the document stands for. */
export function blockOf(node) {
  const { name } = node.type;
  if (name === "foreign") return node.attrs.block;
  if (name === "figure") return figure(node.attrs.picture, node.attrs.alt, node.attrs.caption);
  if (name === "table") {
    const rows = node.children.map((row) => row.children.map((inner) => inner.textContent));
    return table(rows, headOf(node), node.attrs.caption);
  }
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
