// The first line of a paragraph is indented by the style; spaces typed for it would be printed twice.
import { Plugin } from "../vendor/prosemirror.mjs";
import { words } from "./words.mjs";

/** Plugin that drops spaces typed at the start of a paragraph, and says why. */
export function indent(say) {
  return new Plugin({
    props: {
      handleTextInput(view, from, _to, text) {
        if (view.composing || !/^[ \u3000]+$/u.test(text)) return false;
        const $from = view.state.doc.resolve(from);
        if ($from.parentOffset > 0 || $from.depth > 1) return false;
        say(words.indented);
        return true;
      },
    },
  });
}
