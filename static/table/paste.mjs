// Pasting: a single text is typed, a block is placed by its headings or its place; what does not fit is shown first.
import { planPaste } from "./paste_plan.mjs";
import { readClipboard } from "./paste_read.mjs";
import { shown } from "./numbers.mjs";
import { words } from "./words.mjs";

// The server takes no longer text for a cell.
const LONGEST_TEXT = 500;

/** The block that fits, and the one with most figures among several; else the largest, to be looked at. */
function bestPlan(matrices, layout, anchor, isTotal) {
  const plans = matrices.map((matrix) => ({ matrix, plan: planPaste(matrix, layout, anchor, isTotal) }));
  const size = ({ plan }) => (plan.problems.length ? 0 : 1_000_000) + plan.writes.length;
  return plans.reduce((a, b) => (size(b) > size(a) ? b : a));
}

/** Sentences on what a paste has done: written, skipped, not understood. */
function outcomeOf(store, plan, skipped) {
  const titleOf = ({ name }) => store.model.figures.get(name).title;
  const unread = plan.writes.filter(({ name }) => store.read(name).text);
  const differs = plan.compared.filter(({ name, text }) => {
    const [pasted, stands] = [store.parse(name, text), store.read(name)];
    return !pasted.number || !stands.number || pasted.number.units !== stands.number.units;
  });
  const agree = plan.compared.length - differs.length;
  const told = [
    words.pasteWritten(plan.writes.length),
    plan.blanks && words.pasteBlank(plan.blanks),
    agree && words.pasteAgree(agree),
    differs.length && words.pasteDiffers(differs.length),
    unread.length && words.pasteUnread(unread.map(titleOf)),
    skipped && words.pasteSkipped(skipped),
  ].filter(Boolean);
  const differences = differs.map((item) => words.pasteDiffer(titleOf(item), item.text, shown(store.read(item.name))));
  return { sentence: `${told.join("；")}。`, differences };
}

/**
 * @param {{layoutOf: (name: string) => object | undefined, report: (lines: string[]) => void,
 *   say: (text: string) => void, preview: Function, settle: (name: string) => void,
 *   inputOf: (name: string) => HTMLInputElement}} page
 */
export function createPaste(store, page) {
  const tell = (sentence, more = []) => {
    page.report([sentence, ...more]);
    page.say([sentence, ...more.slice(0, 2)].join(" "));
  };

  function write(plan, anchor) {
    page.settle(anchor);
    const values = new Map(plan.writes.map(({ name, text }) => [name, store.parse(name, text)]));
    store.batch(words.steps.paste, values, { cell: anchor });
    const { sentence, differences } = outcomeOf(store, plan, plan.problems.length);
    tell(sentence, differences);
  }

  function place(matrices, anchor) {
    const layout = page.layoutOf(anchor);
    if (!layout) return tell(words.pasteSingleOnly);
    const { matrix, plan } = bestPlan(matrices, layout, anchor, store.isTotal);
    if (plan.problems.length === 0) return write(plan, anchor);
    return page.preview({ matrix, layout, plan, isTotal: store.isTotal, accept: (chosen) => write(chosen, anchor) });
  }

  // An input drops line breaks and would join the digits around them.
  function typeInto(input, text) {
    const kept = text.trim().replace(/\s+/gu, " ");
    if (kept === "") return tell(words.pasteNothing);
    if (kept.length > LONGEST_TEXT) return tell(words.pasteTooLong(kept.length));
    input.setRangeText(kept, input.selectionStart, input.selectionEnd, "end");
    return input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Take what was pasted at a cell: one text as if typed into its input, a block into the cells that it is for. */
  return function take(clipboard, anchor) {
    const { matrices, tooLarge, rows, columns, isSingle } = readClipboard(clipboard);
    if (rows) tell(words.pasteTooMany(rows, columns));
    else if (tooLarge) tell(words.pasteTooLarge(tooLarge));
    else if (isSingle) typeInto(page.inputOf(anchor), matrices[0]?.[0][0] ?? "");
    else place(matrices, anchor);
  };
}
