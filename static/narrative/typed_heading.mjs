// A line typed as 「（一）主动公开情况」 becomes the sub-heading that it would be if it were pasted.
import { closeHistory } from "../vendor/prosemirror.mjs";
import { readNumber, withoutNumber } from "./numbers.mjs";
import { isShort } from "./paste_lines.mjs";

const ENDS_A_SENTENCE = /[。；：，、！？….;:,!?]$/u;

/** Whether a typed line is a sub-heading of level 1: short, numbered （一）, and no sentence. */
export const isTypedHeading = (text) =>
  readNumber(text)?.level === 1 && withoutNumber(text) !== "" && isShort(text) && !ENDS_A_SENTENCE.test(text);

/** The command `enter`, after which a line that was left at its end and is a sub-heading is one; a step of its own. */
export const enterAfterHeading = (enter) => (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  const line = $from.parent;
  const isLeft = empty && $from.depth === 1 && line.type.name === "paragraph" && $from.parentOffset === line.content.size;
  const start = $from.start() - 1;
  if (!enter(state, dispatch, view)) return false;
  if (!dispatch || !view || !isLeft || !isTypedHeading(line.textContent)) return true;
  const { heading } = state.schema.nodes;
  view.dispatch(closeHistory(view.state.tr.setNodeMarkup(start, heading, { level: 1 })));
  return true;
};
