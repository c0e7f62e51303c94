// window.differing(pages): the pages that say something else once they are made inert. Styles, handlers
// and what is left out on purpose are taken away from both sides before they are compared.
import { STYLE, inertHtml } from "/static/narrative/paste_inert.mjs";

function bare(element) {
  const kept = new Map();
  for (const { name, value } of [...element.attributes]) {
    if (name === "style" && !kept.has(STYLE)) kept.set(STYLE, value);
    else if (!/^on/iu.test(name) && name !== "style") kept.set(name, value);
  }
  return `<${element.localName} ${JSON.stringify([...kept].sort())}>`;
}

function shape(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || ["base", "link", "meta", "style"].includes(node.localName)) return "";
  return `${bare(node)}${[...node.childNodes].map(shape).join("")}</>`;
}

const shapeOf = (html) => shape(new DOMParser().parseFromString(html, "text/html").body);

window.differing = (pages) => pages.filter((page) => shapeOf(page) !== shapeOf(inertHtml(page).html));
