// From pasted HTML to lines of text. The HTML is parsed into a document that is never shown: no script
// of it runs, no style applies, no image is fetched; only text and outline levels are read out of it.
import { STYLE, inertHtml } from "./paste_inert.mjs";
import { tidy } from "./paste_lines.mjs";
import { itemNumbers, printedNumber } from "./paste_lists.mjs";
import { readTable } from "./paste_tables.mjs";

const BLOCKS = new Set(("address article aside blockquote body caption center dd details div dl dt fieldset "
  + "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary "
  + "tbody td tfoot th thead tr ul").split(" "));
const DROPPED = new Set(("audio button canvas datalist head iframe input math noscript option rp rt script "
  + "select style template textarea title xml").split(" "));
const IMAGES = new Set(["embed", "img", "object", "svg", "video"]);
const COMMENT_CLASS = /^MsoCommentReference$|^msocom/iu;
const UNPRINTED = /display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|header|footer)/iu;
const LIST_NUMBER = /mso-list\s*:\s*ignore/iu;
const WHITE_SPACE = /white-space(?:-collapse)?\s*:\s*([a-z-]+)/iu;
const OUTLINE = /mso-outline-level\s*:\s*([1-9])/iu;

// Outline levels that style sheets give to paragraphs of a class.
function classDepths(css) {
  const depths = new Map();
  for (const [, selectors, rule] of css.matchAll(/([^{}]+)\{([^{}]*)\}/gu)) {
    const depth = OUTLINE.exec(rule)?.[1];
    if (depth === undefined) continue;
    for (const [, name] of selectors.matchAll(/\.([^\s.,:{]+)/gu)) depths.set(name, Number(depth));
  }
  return depths;
}

const styleOf = (element) => element.getAttribute(STYLE) ?? "";

// Whether line breaks in the text of an element are printed; null where it does not say.
function keepsBreaks(element) {
  const style = WHITE_SPACE.exec(styleOf(element))?.[1];
  if (style === undefined) return element.localName === "pre" ? true : null;
  return /^(?:pre|break)/iu.test(style);
}

function depthOf(element, depths) {
  const named = /^h([1-6])$/u.exec(element.localName)?.[1] ?? OUTLINE.exec(styleOf(element))?.[1];
  if (named !== undefined) return Number(named);
  for (const name of element.classList) {
    const depth = /^MsoHeading([1-9])$/iu.exec(name)?.[1] ?? depths.get(name);
    if (depth !== undefined) return Number(depth);
  }
  return null;
}

const isUnprinted = (element) => DROPPED.has(element.localName) || element.hasAttribute("hidden")
  || UNPRINTED.test(styleOf(element)) || [...element.classList].some((name) => COMMENT_CLASS.test(name));

class Reader {
  constructor(depths) {
    this.depths = depths;
    this.lines = [];
    this.left = { images: 0, tables: 0, deletions: 0 };
    this.text = "";
    this.number = "";
    this.depth = null;
    this.isPreformatted = false;
  }

  endLine() {
    const text = tidy(this.text);
    this.text = "";
    if (text === "") return;
    this.lines.push({ text: this.number + text, depth: this.depth });
    this.number = "";
  }

  readText(text) {
    const [first, ...rest] = this.isPreformatted ? text.split(/\r\n?|\n/u) : [text];
    this.text += first;
    for (const line of rest) {
      this.endLine();
      this.text = line;
    }
  }

  readChildren(element) {
    const outer = this.isPreformatted;
    this.isPreformatted = keepsBreaks(element) ?? outer;
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.readText(child.data);
      else if (child.nodeType === Node.ELEMENT_NODE) this.readElement(child);
    }
    this.isPreformatted = outer;
  }

  readElement(element) {
    const name = element.localName;
    if (IMAGES.has(name)) this.left.images += 1;
    else if (name === "del") this.left.deletions += 1;
    else if (isUnprinted(element)) return;
    else if (LIST_NUMBER.test(styleOf(element))) this.number = printedNumber(tidy(element.textContent));
    else if (name === "br") this.endLine();
    else if (name === "table") this.readTable(element);
    else if (BLOCKS.has(name)) this.readBlock(element);
    else this.readChildren(element);
  }

  readBlock(element) {
    const outer = this.depth;
    this.endLine();
    this.depth = depthOf(element, this.depths) ?? outer;
    if (element.localName === "ol") this.readList(element);
    else this.readChildren(element);
    this.endLine();
    this.depth = outer;
  }

  readList(list) {
    const numbers = itemNumbers(list);
    for (const child of list.children) {
      this.number = numbers.get(child) ?? "";
      this.readElement(child);
      this.number = "";
    }
  }

  readTable(table) {
    this.endLine();
    const left = { ...this.left };
    const read = readTable(table, (cell) => this.linesInside(cell));
    if (read === null) {
      this.left = left;
      this.readChildren(table);
    } else if (read.grid) this.lines.push({ text: "", depth: null, grid: read.grid });
    else {
      this.left.tables += 1;
      this.lines.push(...read.lines.map((text) => ({ text, depth: null })));
    }
    this.endLine();
  }

  linesInside(cell) {
    const inner = new Reader(this.depths);
    inner.readChildren(cell);
    inner.endLine();
    for (const [kind, count] of Object.entries(inner.left)) this.left[kind] += count;
    return inner.lines.map((line) => line.text);
  }
}

/** Lines and tables of pasted HTML, and what was left behind: {lines, left: {images, tables, deletions}}. */
export function linesOfHtml(html) {
  const inert = inertHtml(html);
  const doc = new DOMParser().parseFromString(inert.html, "text/html");
  const reader = new Reader(classDepths(inert.css));
  reader.readChildren(doc.body);
  reader.endLine();
  return { lines: reader.lines, left: reader.left };
}
