// Typing in cells: kept as typed while it goes on, read when the cell is left, shown then as it was read.
import { NOT_A_NUMBER, parse, shown } from "./numbers.mjs";
import { plain } from "./decimal.mjs";
import { words } from "./words.mjs";

/** Whether a text says the number in other digits than it now has: 5.19亿元 for 51900. */
function isConverted(typed, value) {
  if (value.number === null) return false;
  const digits = typed.normalize("NFKC").replace(/[（(].*$/su, "").replace(/。/gu, ".").replace(/[^0-9.]/gu, "");
  const { number } = parse(digits, "amount", "元");
  return number === null || number.units !== (value.number.units < 0n ? -value.number.units : value.number.units)
    || (value.number.units < 0n && !/[-−–－﹣]/u.test(typed));
}

/**
 * @param store from createStore
 * @param {Map<string, {input: HTMLInputElement, box: HTMLElement}>} cells
 * @param {{keys: object, marks: object, say: (text: string) => void, focused: (name: string) => void,
 *   paste: (clipboard: {html: string, text: string}, name: string) => void}} page
 */
export function createEditor(store, cells, { keys, marks, say, focused, paste }) {
  let isOurs = false;
  let fromPointer = "";

  const nameOf = (event) => {
    const name = event.target.dataset?.cell;
    return name && cells.get(name)?.input === event.target ? name : "";
  };
  const writableOf = (event) => (event.target.readOnly ? "" : nameOf(event));

  function type(name, text) {
    marks.setReading(name, "");
    store.type(name, text);
  }

  // The input shows the number as it is kept; where that reads otherwise than typed, the cell says so.
  function settle(name) {
    if (!store.isEditing(name)) return;
    const { input } = cells.get(name);
    const typed = input.value;
    const value = store.parse(name, typed);
    const { unit } = store.model.figures.get(name);
    if (isConverted(typed, value)) {
      const reading = words.takenAs(typed, plain(value.number), unit);
      marks.setReading(name, reading);
      say(`${reading}。`);
    }
    store.leave(name, typed);
    marks.paint([name]);
    if (value.doubt && value.doubt !== NOT_A_NUMBER) say(`“${typed}”${value.doubt}。`);
    const text = shown(store.read(name));
    if (input.value === text) return;
    input.value = text;
    // Others who listen to the input see what now stands in it.
    isOurs = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    isOurs = false;
  }

  const listeners = {
    pointerdown(event) {
      const name = nameOf(event);
      fromPointer = name && document.activeElement !== event.target ? name : "";
    },
    // The first click selects, as in a spreadsheet; the next one sets the caret.
    click(event) {
      const { target } = event;
      const isFresh = fromPointer !== "" && nameOf(event) === fromPointer;
      if (isFresh && target.selectionStart === target.selectionEnd) target.select();
      fromPointer = "";
    },
    focusin(event) {
      const name = nameOf(event);
      if (!name) return;
      keys.forget();
      if (!fromPointer) event.target.select();
      // Headings and feet that stay in sight must not hide it; the style sheet keeps their room clear.
      event.target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
      focused(name);
    },
    focusout(event) {
      const name = nameOf(event);
      if (name) settle(name);
    },
    input(event) {
      const name = writableOf(event);
      if (name && !isOurs && !event.isComposing) type(name, event.target.value);
    },
    compositionend(event) {
      const name = writableOf(event);
      if (name) type(name, event.target.value);
    },
    beforeinput(event) {
      const name = writableOf(event);
      if (!name || !event.inputType.startsWith("history")) return;
      event.preventDefault();
      if (event.inputType === "historyUndo") keys.undo();
      else keys.redo();
    },
    paste(event) {
      const name = writableOf(event);
      if (!name) return;
      event.preventDefault();
      const { clipboardData: data } = event;
      paste({ html: data.getData("text/html"), text: data.getData("text/plain") }, name);
    },
    keydown(event) {
      const name = nameOf(event);
      if (name) keys.keydown(event, name);
    },
  };
  for (const [type_, listener] of Object.entries(listeners)) document.addEventListener(type_, listener);

  return {
    settle,
    /** Esc: what stood when the cell was entered; false if nothing had been typed. */
    cancel(name) {
      const { input } = cells.get(name);
      if (!store.cancel(name)) return false;
      marks.show(name);
      input.select();
      return true;
    },
  };
}
