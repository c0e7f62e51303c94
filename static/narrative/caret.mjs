// The editor knows where the caret is before it acts there. A browser tells of a moved caret with its next frame only;
// on a busy machine the next key comes first, and Enter would break the line where the caret was before.
import { Plugin } from "../vendor/prosemirror.mjs";

const COMPOSING = 229;

function look(view, event) {
  if (!view.composing && event.keyCode !== COMPOSING) view.domObserver.flush();
  return false;
}

/** Plugin, the first of all, that reads the browser's caret before keys and the clipboard are acted upon. */
export const caretFirst = () => new Plugin({
  props: { handleDOMEvents: { keydown: look, paste: look, cut: look, copy: look } },
});
