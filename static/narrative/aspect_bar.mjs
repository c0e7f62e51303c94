// The buttons that insert, or go to, the sub-heading of each aspect that a section should speak of.
import { findAspects } from "./aspects.mjs";
import { addAspect, caretAt } from "./commands.mjs";
import { element } from "./elements.mjs";
import { allBlocks } from "./schema.mjs";
import { toolbar } from "./toolbar.mjs";
import { words } from "./words.mjs";

function show(button, aspect, isPresent) {
  const name = isPresent ? words.aspectPresent(aspect) : words.aspectMissing(aspect);
  button.title = name;
  button.setAttribute("aria-label", name);
  button.firstChild.textContent = isPresent ? "✓" : "＋";
  button.classList.toggle("narrative-present", isPresent);
}

/** {element, update(state)}; say(sentence) tells what was inserted. */
export function aspectBar(aspects, getView, say) {
  const press = (aspect) => () => {
    const view = getView();
    const { index } = findAspects(allBlocks(view.state.doc), aspects)[aspects.indexOf(aspect)];
    if (index === null) {
      addAspect(aspects, aspect)(view.state, view.dispatch);
      say(words.aspectInserted(aspect));
    } else view.dispatch(caretAt(view.state.tr, index));
    view.focus();
  };
  const items = aspects.map((aspect) => ({
    content: [element("span", "narrative-sign"), aspect], title: "", keys: null, run: press(aspect),
  }));
  const bar = toolbar(words.aspects, "narrative-aspects", items);
  bar.element.prepend(element("span", "narrative-hint", { "aria-hidden": "true" }, words.aspectsHint));
  return {
    element: bar.element,
    update(state) {
      findAspects(allBlocks(state.doc), aspects).forEach(({ aspect, index }, at) =>
        show(bar.buttons[at], aspect, index !== null));
    },
  };
}
