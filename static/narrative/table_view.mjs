// A table as it stands in the text: its caption, its tools, and cells that are edited in place.
import { MOST } from "./blocks.mjs";
import { element, freshId } from "./elements.mjs";
import { field } from "./field.mjs";
import { caretFrom } from "./rich.mjs";
import { headOf } from "./schema.mjs";
import { addColumn, addRow, isInTable, removeColumn, removeRow, removeTable, withHead } from "./tables.mjs";
import { toolbar } from "./toolbar.mjs";
import { words } from "./words.mjs";

const TOOLS = [
  [words.addRow, addRow], [words.addColumn, addColumn], [words.removeRow, removeRow],
  [words.removeColumn, removeColumn], [words.removeTable, removeTable],
];

function headChoice(view, getPos, say) {
  const id = freshId();
  const select = element("select", "narrative-input", { id },
    ...words.heads.map((text, head) => element("option", "", { value: String(head) }, text)));
  select.addEventListener("change", () => {
    const head = Math.min(Number(select.value), view.state.doc.nodeAt(getPos()).childCount);
    view.dispatch(withHead(view.state.tr, getPos(), head));
    say(words.headSet(head));
  });
  return { element: element("span", "narrative-head-choice", {}, element("label", "", { for: id }, words.head), select), select };
}

function tools(view, getPos, say) {
  // A press acts where the caret is, or at the table's first cell if that is elsewhere.
  const press = (label, command) => (event) => {
    const pos = getPos();
    const { $from } = view.state.selection;
    const isHere = isInTable(view.state) && $from.depth > 0 && $from.before(1) === pos;
    if (!isHere) view.dispatch(caretFrom(view.state.tr, pos + 3));
    say(command(view.state, view.dispatch) ? words.tableDone(label) : words.tableLimit);
    if (event.detail > 0 || !view.dom.contains(event.target)) view.focus();
  };
  const items = TOOLS.map(([label, command]) => ({ content: label, title: label, keys: null, run: press(label, command) }));
  return toolbar(words.tableTools, "narrative-tools", items);
}

/** A node view for tables; say(sentence) tells what a tool did. */
export function tableView(say, isReadOnly) {
  return (first, view, getPos) => {
    let node = first;
    const caption = field(view, getPos, { name: "caption", label: words.tableCaption, most: MOST.caption, isReadOnly });
    const head = headChoice(view, getPos, say);
    head.select.disabled = isReadOnly;
    const bar = element("div", "narrative-table-bar", { contenteditable: "false" }, caption.element);
    if (!isReadOnly) bar.append(element("div", "narrative-table-tools", {}, tools(view, getPos, say).element, head.element));
    const body = element("tbody", "");
    const table = element("table", "narrative-cells", {}, body);
    const dom = element("div", "narrative-table", { role: "group" }, bar,
      element("div", "narrative-cells-frame", {}, table));
    function show() {
      caption.show(node.attrs.caption);
      const rows = String(headOf(node));
      if (head.select.value !== rows) head.select.value = rows;
      dom.setAttribute("aria-label", words.table(node.attrs.caption));
      table.setAttribute("aria-label", words.table(node.attrs.caption));
    }
    show();
    return {
      dom,
      contentDOM: body,
      update(next) {
        if (next.type !== node.type) return false;
        node = next;
        show();
        return true;
      },
      stopEvent: (event) => bar.contains(event.target),
      ignoreMutation: (mutation) => mutation.type !== "selection" && !body.contains(mutation.target),
    };
  };
}
