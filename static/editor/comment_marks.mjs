// Where comments stand: a mark with their number at each cell and paragraph, and at the one a person is at a button for
// another.

import { byId, el } from "./dom.mjs";
import { isReading } from "./reading.mjs";

const LONGEST = 24;
const textOf = () => document.querySelector("#narrative .narrative-text");
const cellBox = (name) => {
  const input = document.querySelector(`input[data-cell="${CSS.escape(name)}"]`);
  return input && (input.closest("[data-cell]:not(input)") ?? input.parentElement);
};

/** {"cell:…" or "paragraph:…": [ids of open comments]} as the list beside has them. */
function openComments(section) {
  const found = new Map();
  for (const { id, dataset: { kind, place, section: of } } of document.querySelectorAll("#comment-list .comment[data-open]")) {
    if (of !== section || (kind !== "cell" && kind !== "paragraph")) continue;
    const about = kind === "cell" ? `cell:${place}` : `paragraph:${of}:${place.replace("blocks.", "")}`;
    found.set(about, [...(found.get(about) ?? []), id]);
  }
  return found;
}

/**
 * @param {{section: string, mayComment: boolean, toThread: (id: string) => void,
 *   toForm: (about: string, label: string) => void}} page
 */
export function createCommentMarks({ section, mayComment, toThread, toForm }) {
  let here = "";
  const buttons = new Map();

  const indexOf = (about) => (about.startsWith("paragraph:") ? Number(about.split(":")[2]) : -1);
  const blockOf = (about) => textOf()?.children[indexOf(about)];

  function labelOf(about) {
    const words = blockOf(about)?.textContent ?? "";
    const name = document.querySelector(`input[data-cell="${CSS.escape(about.replace("cell:", ""))}"]`)?.ariaLabel ?? about;
    const excerpt = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
    return about.startsWith("cell:") ? name : `第 ${indexOf(about) + 1} 段：${excerpt}`;
  }

  function buttonFor(about, ids) {
    const text = ids.length ? `批 ${ids.length}` : "批";
    const name = ids.length ? `${ids.length} 条批注未解决，转到批注` : "批注这里（Ctrl+Alt+M）";
    const button = el("button", { type: "button", className: "comment-mark", text, "aria-label": `${text}：${name}`, title: name });
    if (ids.length) button.dataset.count = ids.length;
    else button.tabIndex = -1;
    // The press must not take the focus from the cell before it is known what it is for.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => (ids.length ? toThread(ids[0]) : toForm(about, labelOf(about))));
    return button;
  }

  function placeAt(about, button) {
    if (about.startsWith("cell:")) {
      cellBox(about.slice("cell:".length))?.append(button);
      return;
    }
    const block = blockOf(about);
    if (!block) return;
    block.closest(".narrative-page").append(button);
    button.style.top = `${block.offsetTop}px`;
  }

  function update() {
    const open = openComments(section);
    const wanted = new Map(open);
    // Beside figures being typed there is no room for a button; the form beside the table names the cell already.
    const hasRoom = here.startsWith("paragraph:") || isReading();
    if (mayComment && here && hasRoom && !wanted.has(here)) wanted.set(here, []);
    for (const [about, button] of buttons) {
      const isSame = wanted.has(about) && button.isConnected && (button.dataset.count ?? "0") === String(wanted.get(about).length);
      if (isSame && about.startsWith("cell:")) continue;
      button.remove();
      buttons.delete(about);
    }
    for (const [about, ids] of wanted) {
      if (buttons.has(about)) continue;
      const button = buttonFor(about, ids);
      buttons.set(about, button);
      placeAt(about, button);
    }
  }

  function goTo(about) {
    if (about === here) return;
    here = about;
    const choice = byId("comment-about");
    if (choice && [...choice.options].some(({ value }) => value === about)) choice.value = about;
    update();
  }

  document.addEventListener("focusin", ({ target }) => {
    if (target.dataset?.cell) goTo(`cell:${target.dataset.cell}`);
  });
  document.addEventListener("selectionchange", () => {
    const text = textOf();
    let node = document.getSelection()?.anchorNode;
    if (!text || !node || node === text || !text.contains(node)) return;
    while (node.parentNode !== text) node = node.parentNode;
    goTo(`paragraph:${section}:${[...text.children].indexOf(node)}`);
  });
  const text = textOf();
  if (text) new ResizeObserver(update).observe(text);

  return {
    update,
    /** [the place that the person is at, its name]; empty strings for none. */
    current: () => (here ? [here, labelOf(here)] : ["", ""]),
    /** The words of a paragraph as the page shows them; "" for any other place. */
    wordsOf: (about) => blockOf(about)?.textContent ?? "",
  };
}
