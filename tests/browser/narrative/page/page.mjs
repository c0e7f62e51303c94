// The page that the tests drive: window.mount(options) puts an editor on it, window.editor is that
// editor, window.changes what onChange was given, window.violations what the policy forbade.
import { mountNarrative } from "/static/narrative.mjs";
import { blocksOfLines } from "/static/narrative/paste_lines.mjs";
import { linesOfHtml } from "/static/narrative/paste_html.mjs";

window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});

window.mount = (options) => {
  window.editor?.destroy();
  window.changes = [];
  window.editor = mountNarrative(document.getElementById("host"), {
    blocks: [], label: "一、总体情况", ...options, onChange: (blocks) => window.changes.push(blocks),
  });
};

window.pasted = (html) => {
  const { lines, left } = linesOfHtml(html);
  return { blocks: blocksOfLines(lines), left };
};

window.transfer = (type, target, data, at = {}) => {
  const transfer = new DataTransfer();
  for (const [format, text] of Object.entries(data)) transfer.setData(format, text);
  const event = type === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true, ...at });
  document.querySelector(target).dispatchEvent(event);
  return event.defaultPrevented;
};
