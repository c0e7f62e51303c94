// The way out: what has changed, as the page's other parts and the server take it.
import { isBlank, parse, readValue, sameValue, shown, writeValue } from "./numbers.mjs";

const FACTS = "facts.";

const pathOf = (name) => (name.startsWith(FACTS) ? name : `values.${name}`);
const nameOf = (path) => path.replace(/^values\./u, "");

/** Values by name from contents by path: a text, null or the value as in the file of record. */
export function valuesFrom(model, changes) {
  return new Map(Object.entries(changes).map(([path, content]) => [nameOf(path), content])
    .filter(([name]) => model.figures.has(name))
    .map(([name, content]) => {
      const { kind, unit } = model.figures.get(name);
      return [name, readValue(content, kind, unit)];
    }));
}

/**
 * Tell of changes: `changes` has the text by path, null for blank. Where a value would not read back from its text
 * (an imported text in doubt that looks like a number), `values` has it as in the file of record.
 */
export function dispatchChange(store, names, typed) {
  const changes = {};
  const values = {};
  for (const name of typed ? [...names, typed.name] : names) {
    const value = store.read(name);
    const isTyped = typed?.name === name && typed.text !== null;
    const text = isTyped ? typed.text : shown(value);
    changes[pathOf(name)] = text.trim() === "" ? null : text;
    const { kind, unit } = store.model.figures.get(name);
    const readsBack = isBlank(value) || sameValue(parse(text, kind, unit), value);
    if (!isTyped && !readsBack) values[pathOf(name)] = writeValue(value);
  }
  document.dispatchEvent(new CustomEvent("nianbao:change", { bubbles: true, detail: { changes, values } }));
}
