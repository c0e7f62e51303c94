// A labelled field inside the text that shows and sets one attribute of a block (caption, 替代文字).
import { redo, undo } from "../vendor/prosemirror.mjs";
import { element, freshId } from "./elements.mjs";

const isUndo = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && /^[zy]$/iu.test(event.key);

/**
 * {element, input, show(text)}. The text is set at each change but not while an input method composes; undo and
 * redo are those of the whole text. name: the attribute; getPos: where the block stands now.
 */
export function field(view, getPos, { name, label, hint = "", most, rows = 1, isReadOnly }) {
  const id = freshId();
  const input = element(rows > 1 ? "textarea" : "input", "narrative-input", { id, maxlength: most, autocomplete: "off" });
  if (rows > 1) input.rows = rows;
  else input.type = "text";
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  input.readOnly = isReadOnly;
  const set = () => {
    const pos = getPos();
    const node = pos === undefined ? null : view.state.doc.nodeAt(pos);
    const text = input.value.replace(/[\r\n]+/gu, " ");
    if (node && node.attrs[name] !== text) view.dispatch(view.state.tr.setNodeAttribute(pos, name, text));
  };
  input.addEventListener("input", (event) => { if (!event.isComposing) set(); });
  input.addEventListener("compositionend", set);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
    if (!isUndo(event)) return;
    event.preventDefault();
    const back = event.key.toLowerCase() === "z" && !event.shiftKey;
    (back ? undo : redo)(view.state, view.dispatch);
  });
  const whole = element("div", "narrative-field", {}, element("label", "", { for: id }, label), input);
  if (hint) whole.append(element("p", "narrative-field-hint", { id: `${id}-hint` }, hint));
  return {
    element: whole,
    input,
    show(text) {
      if (input.value !== text) input.value = text;
    },
  };
}
