// The toolbar of levels, undo and redo.
import { redo, redoDepth, undo, undoDepth } from "../vendor/prosemirror.mjs";
import { levelOf, setLevel } from "./commands.mjs";
import { element } from "./elements.mjs";
import { insertTable } from "./tables.mjs";
import { toolbar } from "./toolbar.mjs";
import { words } from "./words.mjs";

const LEVELS = words.levels.map((content, level) => ({
  content,
  title: `${content}（Ctrl+Alt+${level}）`,
  keys: `Control+Alt+${level}`,
  command: setLevel(level),
}));
const HISTORY = [
  { content: words.undo, title: `${words.undo}（Ctrl+Z）`, keys: "Control+Z", command: undo },
  { content: words.redo, title: `${words.redo}（Ctrl+Y）`, keys: "Control+Y", command: redo },
];

// The button that opens the browser's choice of files.
function pictureItem(pictures) {
  const chooser = element("input", "", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", multiple: "" });
  chooser.addEventListener("change", () => {
    pictures([...chooser.files]);
    chooser.value = "";
  });
  return { content: words.insertPicture, title: words.insertPictureHint, keys: null, run: () => chooser.click() };
}

function tableItem(getView, say) {
  const run = () => {
    insertTable(getView().state, getView().dispatch);
    say(words.tableInserted);
    getView().focus();
  };
  return { content: words.insertTable, title: words.insertTableHint, keys: null, run };
}

/**
 * {element, update(state)}; getView() gives the editor's view, say(sentence) tells what was done, pictures(files)
 * takes pictures in, null where none can be.
 */
export function formatBar(getView, say, pictures) {
  const press = (command) => (event) => {
    const view = getView();
    command(view.state, view.dispatch, view);
    // detail is 0 for a press with a key, which leaves the focus on the button.
    if (event.detail > 0) view.focus();
  };
  const inserts = [...(pictures ? [pictureItem(pictures)] : []), tableItem(getView, say)];
  const commands = [...LEVELS, ...HISTORY].map((item) => ({ ...item, run: press(item.command) }));
  const items = [...commands, ...inserts];
  const bar = toolbar(words.toolbar, "narrative-tools", items);
  const [levels, [undoButton, redoButton]] = [bar.buttons.slice(0, 3), bar.buttons.slice(3, 5)];
  return {
    element: bar.element,
    update(state) {
      const current = levelOf(state);
      levels.forEach((button, level) => button.setAttribute("aria-pressed", String(level === current)));
      undoButton.setAttribute("aria-disabled", String(undoDepth(state) === 0));
      redoButton.setAttribute("aria-disabled", String(redoDepth(state) === 0));
    },
  };
}
