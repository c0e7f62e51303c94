// What is to be seen at each cell: its text, its marks, and which sentences describe it.
//
// A mark is a class, an icon or a text and, where the figure is at fault, aria-invalid: never colour alone. The
// sentences are those of the summary, so that a fault has the same words everywhere.
import { isLong, plain } from "../relations.mjs";
import { isZero } from "./decimal.mjs";
import { isBlank, shown } from "./numbers.mjs";
import { partialSum } from "./totals.mjs";
import { words } from "./words.mjs";

const CLASSES = ["is-error", "is-warning", "is-part", "is-open", "is-missing", "is-doubt", "is-culprit", "is-remote"];

export const sentenceId = (key) => `finding-${key}`;
export const MISSING_ID = "finding-missing";

/** Whether a cell says something in a relation: all but the zeros of a long side, as in its sentence. */
function isTelling(checker, relation, name) {
  const side = [relation.left, relation.right].find(({ terms }) => terms.some(({ cell }) => cell === name));
  const number = checker.numbers.get(name);
  return !isLong(side) || number === undefined || !isZero(number);
}

/** What is marked at a cell: {classes, isInvalid, sentences}. */
function markOf({ checker }, name, { rowOf, isFinishing, culprits, remotes }) {
  const classes = new Set();
  const sentences = [];
  for (const relation of checker.relationsOf(name)) {
    if (!checker.isBroken(relation)) continue;
    sentences.push(sentenceId(relation.id));
    if (!isTelling(checker, relation, name)) classes.add("is-part");
    else classes.add(relation.severity === "error" ? "is-error" : "is-warning");
  }
  const fault = checker.fault(name);
  if (fault && fault.kind !== "blank") {
    sentences.push(sentenceId(fault.key));
    classes.add(fault.severity === "warning" ? "is-warning" : "is-doubt");
  } else if (fault && isFinishing()) {
    sentences.push(MISSING_ID);
    classes.add("is-missing");
  } else if (fault && rowOf(name).some((other) => !isBlank(checker.read(other)))) {
    classes.add("is-open");
  }
  for (const { key } of checker.comparisons(name)) {
    sentences.push(sentenceId(key));
    classes.add("is-warning");
  }
  if (culprits.has(name)) classes.add("is-culprit");
  if (remotes.has(name)) classes.add("is-remote");
  const isInvalid = ["is-error", "is-doubt", "is-missing"].some((mark) => classes.has(mark));
  return { classes, isInvalid, sentences };
}

/** What a blank cell says in grey: the sum of its parts so far, or that it is still to be filled in. */
function placeholderOf({ checker, model }, name, classes) {
  if (!isBlank(checker.read(name))) return "";
  const partial = (model.derivers.get(name) ?? [])
    .map((relation) => partialSum(model, relation, checker.numbers))
    .find(({ known, all }) => known > 0 && known < all);
  if (partial) return words.partial(plain(partial.sum));
  return classes.has("is-missing") ? words.missing : classes.has("is-open") ? words.open : "";
}

/**
 * @param store from createStore
 * @param {Map<string, {input: HTMLInputElement, box: HTMLElement}>} cells
 * @param {{rowOf: (name: string) => string[], isFinishing: () => boolean, culprits: Set<string>,
 *   remotes: Set<string>}} marks
 */
export function createMarks(store, cells, marks) {
  const painted = new Map();
  const readings = new Map();
  const own = new Map([...cells].map(([name, { input }]) => [name, input.getAttribute("aria-describedby") ?? ""]));

  // What stands under a figure: what is wrong with it, as what it was taken, or the note that its cell is too narrow for.
  const readingOf = (name, isDoubt) => (isDoubt ? doubtOf(name) : readings.get(name) || store.read(name).note);

  function showReading(name, reading) {
    const { box } = cells.get(name);
    const text = marks.remotes.has(name) ? words.remote : reading;
    let place = box.querySelector(".reading");
    if (!place && !text) return;
    if (!place) {
      place = document.createElement("span");
      place.className = "reading";
      box.append(place);
    }
    if (place.textContent !== text) place.textContent = text;
  }

  // What is wrong with a figure, without the figure itself, which stands above.
  function doubtOf(name) {
    const { doubt, number } = store.read(name);
    if (doubt) return doubt;
    return store.checker.fault(name).message.split("：").at(-1).replace(`${plain(number)} `, "");
  }

  function paint(name) {
    const { input, box } = cells.get(name);
    const { classes, isInvalid, sentences } = markOf(store, name, marks);
    const placeholder = placeholderOf(store, name, classes);
    const isDoubt = classes.has("is-doubt");
    const reading = readingOf(name, isDoubt);
    const signature = [...classes, ...sentences, placeholder, reading].join("|");
    if (painted.get(name) === signature) return;
    painted.set(name, signature);
    for (const mark of CLASSES) box.classList.toggle(mark, classes.has(mark));
    if (isInvalid) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    const describedBy = [own.get(name), ...sentences].filter(Boolean).join(" ");
    if (describedBy) input.setAttribute("aria-describedby", describedBy);
    else input.removeAttribute("aria-describedby");
    if (input.placeholder !== placeholder) input.placeholder = placeholder;
    showReading(name, reading);
  }

  return {
    /** Paint the cells among these names that the page has. @param {Iterable<string>} names */
    paint(names) {
      for (const name of names) if (cells.has(name)) paint(name);
    },
    /** Put what stands in a cell into its input; in focus it is selected, as when one arrives there. */
    show(name) {
      const { input } = cells.get(name);
      const text = shown(store.read(name));
      if (input.value === text) return;
      input.value = text;
      if (document.activeElement === input) input.select();
    },
    /** Say beside a cell as what its text was taken; "" for nothing. */
    setReading(name, reading) { readings.set(name, reading); },
  };
}
