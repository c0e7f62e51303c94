// The two dialogs of pasting: a place to paste into, and a preview where the block does not fit by itself.
import { el } from "../editor/dom.mjs";
import { planAt } from "./paste_plan.mjs";
import { words } from "./words.mjs";

const MOST_SHOWN = { rows: 40, columns: 16 };

function openDialog(label, ...content) {
  const dialog = el("dialog", { className: "table-dialog", "aria-label": label }, ...content);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const button = (text, isMain, act) => {
  const look = isMain ? "btn-primary" : "btn-outline-secondary";
  const one = el("button", { type: "button", className: `btn btn-sm ${look}`, text });
  one.addEventListener("click", act);
  return one;
};

/** Asks for a paste; take({html, text}) gets it. */
export function askForPaste(take) {
  const box = el("textarea", { className: "form-control", rows: 6, "aria-label": words.pasteBox });
  const done = (clipboard) => {
    dialog.close();
    take(clipboard);
  };
  box.addEventListener("paste", (event) => {
    event.preventDefault();
    const { clipboardData: data } = event;
    done({ html: data.getData("text/html"), text: data.getData("text/plain") });
  });
  const dialog = openDialog(
    words.paste,
    el("h2", { text: words.paste }),
    el("p", { text: words.pasteHere }),
    box,
    el("div", { className: "dialog-actions" },
      button(words.previewWrite, true, () => done({ html: "", text: box.value })),
      button(words.cancel, false, () => dialog.close())),
  );
}

function field(text, control) {
  return el("label", { className: "dialog-field" }, el("span", { text }), control);
}

const select = (options, value) => {
  const control = el("select", { className: "form-select form-select-sm" }, ...options.map(([key, text]) =>
    el("option", { value: String(key), text, selected: key === value })));
  return control;
};

const number = (value, max) => el("input", {
  type: "number", className: "form-control form-control-sm", min: "0", max: String(max), value: String(value),
});

function pictureOf(matrix, plan) {
  const marks = new Map([
    ...plan.writes.map(({ row, column }) => [`${row} ${column}`, "will-write"]),
    ...plan.compared.map(({ row, column }) => [`${row} ${column}`, "will-compare"]),
  ]);
  const rows = matrix.slice(0, MOST_SHOWN.rows).map((texts, row) => {
    const boxes = texts.slice(0, MOST_SHOWN.columns).map((text, column) =>
      el("td", { className: marks.get(`${row} ${column}`) ?? "", text: text ?? "" }));
    return el("tr", {}, ...boxes);
  });
  return el("table", { className: "paste-picture" }, el("tbody", {}, ...rows));
}

/**
 * Shows a block that does not fit, lets a person say where it belongs, and writes only what they see.
 * @param {{matrix: (string | null)[][], layout: object, plan: object, isTotal: Function,
 *   accept: (plan: object) => void}} paste
 */
export function previewPaste({ matrix, layout, plan: first, isTotal, accept }) {
  let plan = first;
  const rowNames = layout.rows.map((row, at) => [row, layout.rowLabels(row).at(-1) ?? `${at + 1}`]);
  const columnNames = Array.from({ length: layout.width }, (_, k) => layout.firstColumn + k)
    .map((column) => [column, layout.columnLabels(layout.rows[0], column).at(-1) ?? `${column}`]);
  const startRow = select(rowNames, first.start.row);
  const startColumn = select(columnNames, first.start.column);
  const skipRows = number(Math.min(first.skip.rows, matrix.length), matrix.length);
  const skipColumns = number(first.skip.columns, matrix[0].length);
  const picture = el("div", { className: "paste-frame", tabIndex: 0, role: "region", "aria-label": words.pasteBox });
  const sum = el("p", { className: "paste-sum", role: "status" });
  const write = button(words.previewWrite, true, () => {
    dialog.close();
    accept(plan);
  });

  function replan() {
    const at = (control) => Math.max(0, Number(control.value) || 0);
    const skip = { rows: at(skipRows), columns: at(skipColumns) };
    plan = planAt(matrix, layout, { row: Number(startRow.value), column: Number(startColumn.value) }, skip, isTotal);
    picture.replaceChildren(pictureOf(matrix, plan));
    sum.textContent = words.previewSum(plan.writes.length, plan.compared.length, plan.problems.length);
    write.disabled = plan.writes.length === 0;
  }

  for (const control of [startRow, startColumn, skipRows, skipColumns]) control.addEventListener("input", replan);
  const dialog = openDialog(
    words.previewHead,
    el("h2", { text: words.previewHead }),
    el("p", { text: words.previewWhy }),
    el("ul", {}, ...first.problems.slice(0, 6).map((text) => el("li", { text }))),
    el("div", { className: "dialog-fields" },
      field(words.previewRow, startRow), field(words.previewColumn, startColumn),
      field(words.previewSkipRows, skipRows), field(words.previewSkipColumns, skipColumns)),
    picture,
    sum,
    el("div", { className: "dialog-actions" }, write, button(words.cancel, false, () => dialog.close())),
  );
  replan();
}
