// Makes pasted HTML inert before it is parsed. Parsing alone neither runs nor fetches nor shows anything,
// but under a strict Content-Security-Policy the browser reports each style and handler that it meets,
// thousands in a page from Word. No DOM.

/** The attribute that holds what was written as style="". */
export const STYLE = "data-pasted-style";

// Elements that speak of the page as a whole; a policy may forbid <base> even in a parsed document.
const PAGE_WIDE = new Set(["base", "link", "meta"]);
// What stands in for what is left out, so that the marks around it do not run together.
const GONE = "<!---->";
// Elements whose content is text up to their end tag, whatever it looks like. (A script that writes
// scripts inside comments ends later in a browser; what it says is dropped either way.)
const RAW = new Set(["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"]);
const TAG = /<(\/?[a-z][^\s/>]*)/iuy;
const COMMENT = /<!--(?:-?>|[^]*?(?:--!?>|$))|<(?:[!?]|\/(?![a-z]))[^>]*(?:>|$)/iuy;
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
    else kept += /^on/iu.test(name) ? " " : whole;
  }
  return { kept, at };
}

// Where the content of a raw element ends.
function rawEnd(html, name, from) {
  const end = new RegExp(`</${name}(?=[\\s/>])`, "igu");
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

/** {html, css}: the HTML without style sheets and handlers, style="" renamed; the style sheets' text. */
export function inertHtml(html) {
  let [at, kept, css] = [0, "", ""];
  const keepTo = (end) => {
    kept += html.slice(at, end);
    at = end;
  };
  while (at < html.length) {
    const open = html.indexOf("<", at);
    keepTo(open < 0 ? html.length : open);
    const comment = matchAt(COMMENT, html, at)?.[0];
    const tag = matchAt(TAG, html, at)?.[1];
    if (comment !== undefined || tag === undefined) {
      keepTo(at + (comment?.length ?? 1));
      continue;
    }
    const name = tag.toLowerCase();
    const { kept: inside, at: close } = attributes(html, at + 1 + tag.length);
    at = Math.min(html.length, close + 1);
    if (name === "style") {
      const end = rawEnd(html, name, at);
      css += html.slice(at, end);
      at = end;
      kept += GONE;
    } else if (PAGE_WIDE.has(name)) kept += GONE;
    else {
      kept += `<${tag}${inside}${html.slice(close, at)}`;
      if (RAW.has(name)) keepTo(rawEnd(html, name, at));
    }
  }
  return { html: kept, css };
}
