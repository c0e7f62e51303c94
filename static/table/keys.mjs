// Keys in a cell. Everything is left alone while an input method composes.
import { neighbour } from "./layout.mjs";

/** Whether the key belongs to an input method; Safari ends composing before it sends the key. */
const isComposing = (event) => event.isComposing || event.keyCode === 229;

const isWhole = ({ selectionStart, selectionEnd, value }) => selectionStart === 0 && selectionEnd === value.length;
const isAtStart = (input) => isWhole(input) || (input.selectionStart === 0 && input.selectionEnd === 0);
const isAtEnd = (input) => isWhole(input)
  || (input.selectionStart === input.value.length && input.selectionEnd === input.value.length);

/** Where a key leads: a direction, or null if it is the text's own. */
function directionOf({ key, shiftKey, ctrlKey, metaKey, altKey }, input) {
  if (altKey) return null;
  if (ctrlKey || metaKey) return { Home: "first", End: "last" }[key] ?? null;
  if (key === "Enter") return shiftKey ? "up" : "down";
  if (shiftKey) return null;
  switch (key) {
    case "ArrowDown": return "down";
    case "ArrowUp": return "up";
    case "ArrowLeft": return isAtStart(input) ? "left" : null;
    case "ArrowRight": return isAtEnd(input) ? "right" : null;
    case "Home": return isAtStart(input) ? "rowStart" : null;
    case "End": return isAtEnd(input) ? "rowEnd" : null;
    default: return null;
  }
}

const isVertical = (direction) => direction === "up" || direction === "down";

/**
 * Answers keydown in cells.
 * @param {{layoutOf: (name: string) => object | undefined, goTo: (name: string) => void,
 *   settle: (name: string) => void, cancel: (name: string) => boolean, undo: () => void, redo: () => void,
 *   act: () => boolean}} page
 * @returns {{keydown: (event: KeyboardEvent, name: string) => void, forget: () => void}}
 */
export function createKeys(page) {
  // The column that going up and down keeps to, until one goes elsewhere.
  let column = null;

  function move(name, direction) {
    const layout = page.layoutOf(name);
    page.settle(name);
    if (!layout) return;
    const kept = isVertical(direction) ? column ?? layout.places.get(name).column : null;
    const found = neighbour(layout, name, direction, kept ?? 0);
    if (found) page.goTo(found.name);
    // goTo forgets the column, as any other way to a cell does.
    column = kept;
  }

  function command({ key, ctrlKey, metaKey, altKey, shiftKey }, name) {
    if (key === "Escape") return page.cancel(name);
    if (altKey && key === "Enter") return page.act();
    if (!(ctrlKey || metaKey) || altKey) return false;
    const letter = key.toLowerCase();
    if (letter === "z" && !shiftKey) page.undo();
    else if (letter === "y" || letter === "z") page.redo();
    else return false;
    return true;
  }

  return {
    keydown(event, name) {
      if (isComposing(event)) return;
      const direction = directionOf(event, event.target);
      if (direction) {
        event.preventDefault();
        move(name, direction);
      } else if (command(event, name)) {
        event.preventDefault();
      }
    },
    forget() { column = null; },
  };
}
