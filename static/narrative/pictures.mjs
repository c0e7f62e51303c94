// Pictures from files, the clipboard or a drag: sent, made fit by the server, and put into the text as figures.
import { figure } from "./blocks.mjs";
import { withBlock } from "./rich.mjs";
import { words } from "./words.mjs";

const KINDS = /^image\/(?:png|jpeg|webp|gif)$/u;
const MOST_BYTES = 10 * 1024 * 1024;

/** The files of a transfer that say they are pictures of any kind. */
export const picturesOf = (transfer) => [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));

function refusal(file) {
  if (!KINDS.test(file.type)) return words.pictureKind;
  return file.size > MOST_BYTES ? words.pictureTooLarge : null;
}

// The figure goes behind the block where the caret is by then; the field for 替代文字 asks to be filled in.
function insert(view, id) {
  const { tr, pos } = withBlock(view.state.tr, figure(id));
  view.dispatch(tr.scrollIntoView());
  view.nodeDOM(pos)?.querySelector("textarea")?.focus();
}

/**
 * Sends files one after the other and puts each in as a figure. send(file) resolves to {id} or {message}.
 */
export async function insertPictures(view, files, send, say) {
  for (const file of files) {
    const problem = refusal(file);
    if (problem) {
      say(problem);
      continue;
    }
    say(words.pictureSending);
    const answer = await send(file);
    if (view.isDestroyed) return;
    if (answer.id) {
      insert(view, answer.id);
      say(words.pictureInserted);
    } else say(answer.message ?? words.pictureFailed);
  }
}
