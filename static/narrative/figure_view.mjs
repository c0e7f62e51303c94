// A figure as it stands in the text: the picture, fields for caption and 替代文字, and a button that takes it away.
import { MOST } from "./blocks.mjs";
import { element } from "./elements.mjs";
import { field } from "./field.mjs";
import { without } from "./rich.mjs";
import { words } from "./words.mjs";

/** A node view for figures; addressOf(id) gives where a picture is shown from, or null. */
export function figureView(addressOf, isReadOnly) {
  return (first, view, getPos) => {
    let node = first;
    const image = element("img", "narrative-picture", { draggable: "false" });
    const missing = element("p", "narrative-missing", {}, words.pictureMissing);
    const caption = field(view, getPos, { name: "caption", label: words.figureCaption, most: MOST.caption, isReadOnly });
    const alt = field(view, getPos, {
      name: "alt", label: words.alt, hint: words.altHint, most: MOST.alt, rows: 2, isReadOnly,
    });
    const dom = element("div", "narrative-figure", { role: "group", contenteditable: "false" }, image, missing,
      caption.element, alt.element);
    if (!isReadOnly) {
      const remove = element("button", "narrative-button", { type: "button" }, words.removeFigure);
      remove.addEventListener("click", () => {
        view.dispatch(without(view.state.tr, getPos()));
        view.focus();
      });
      dom.append(remove);
    }
    image.addEventListener("error", () => {
      image.hidden = true;
      missing.hidden = false;
    });
    function show() {
      const address = addressOf(node.attrs.picture);
      image.hidden = address === null;
      missing.hidden = address !== null;
      if (address !== null && image.getAttribute("src") !== address) image.src = address;
      image.alt = node.attrs.alt;
      dom.setAttribute("aria-label", words.figure(node.attrs.caption));
      dom.classList.toggle("narrative-lacks-alt", node.attrs.alt.trim() === "");
      caption.show(node.attrs.caption);
      alt.show(node.attrs.alt);
    }
    show();
    return {
      dom,
      update(next) {
        if (next.type !== node.type) return false;
        node = next;
        show();
        return true;
      },
      // What happens in the fields is theirs; a press on the picture selects the figure.
      stopEvent: (event) => event.target !== dom && event.target !== image,
      ignoreMutation: () => true,
    };
  };
}
