// Makes pasted HTML inert before it is parsed. Parsing alone neither runs nor fetches nor shows anything,
// but under a strict Content-Security-Policy the browser reports each style and handler that it meets,
// thousands in a page from Word. No DOM.

/** The attribute that holds what was written as style="". */
export const STYLE = "data-pasted-style";

// Elements that speak of the page as a whole; a policy may forbid <base> even in a parsed document.
const PAGE_WIDE = new Set(["base", "link", "meta"]);
const TAG_NAME = /[a-z][^\s/>]*/iuy;
// One attribute; a quotation mark that never closes swallows the rest, as it does in a browser.
const ATTRIBUTE = /([\s/]*)([^\s/>][^\s/>=]*)(\s*=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s>]*))?/uy;

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function attributes(html, from) {
  let [at, kept] = [from, ""];
  for (let match = matchAt(ATTRIBUTE, html, at); match; match = matchAt(ATTRIBUTE, html, at)) {
    const [whole, space, name, value = ""] = match;
    at += whole.length;
    if (/^style$/iu.test(name)) kept += `${space}${STYLE}${value}`;
    else if (!/^on/iu.test(name)) kept += whole;
  }
  return { kept, at };
}

/** {html, css}: the HTML without style sheets and handlers, style="" renamed; the style sheets' text. */
export function inertHtml(html) {
  const lower = html.toLowerCase();
  const find = (mark, from) => {
    const found = lower.indexOf(mark, from);
    return found < 0 ? html.length : found;
  };
  let [at, kept, css] = [0, "", ""];
  while (at < html.length) {
    const open = find("<", at);
    kept += html.slice(at, open);
    const name = matchAt(TAG_NAME, html, open + 1)?.[0];
    if (lower.startsWith("<!--", open)) {
      at = find("-->", open);
      kept += html.slice(open, at);
    } else if (name === undefined) {
      at = open + 1;
      kept += html.slice(open, at);
    } else {
      const tag = attributes(html, open + 1 + name.length);
      at = tag.at;
      if (PAGE_WIDE.has(name.toLowerCase())) at = find(">", at) + 1;
      else if (name.toLowerCase() === "style") {
        const end = find("</style", at);
        css += html.slice(find(">", at) + 1, end);
        at = find(">", end) + 1;
      } else kept += `<${name}${tag.kept}`;
    }
  }
  return { html: kept, css };
}
