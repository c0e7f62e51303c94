// Sections beside the mandated ones: a heading, a place, and text of its own.

import { mountNarrative } from "../narrative.mjs";
import { byId, el } from "./dom.mjs";
import { followed, same } from "./merging.mjs";
import { picturesAt } from "./pictures.mjs";
import { fieldForReading } from "./reading.mjs";

/** Mounts the list in `#extra-sections`; `onChange` gets the whole list, as the file of record has it. */
export function mountExtraSections(sections, places, picturesUrl, onChange, { readOnly = false } = {}) {
  let isReading = readOnly;
  const list = byId("extra-sections");
  const rows = [];
  const server = followed(sections);
  let made = 0;

  const current = () =>
    rows.map((row) => ({ heading: row.heading.value, after: row.after(), blocks: row.editor.getBlocks() }));
  const collect = () => onChange(current());

  function placeOf(id, after) {
    if (isReading) return fieldForReading(id, places.find((place) => place.id === after)?.name ?? "");
    const options = places.map((place) => el("option", { value: place.id, text: place.name, selected: place.id === after }));
    return el("select", { className: "form-select", id }, ...options);
  }

  function add(section) {
    made += 1;
    const n = made;
    const heading = el("input", { className: "form-control", id: `extra-${n}-heading`, value: section.heading, maxLength: 200, readOnly: isReading });
    const place = placeOf(`extra-${n}-place`, section.after);
    const text = el("div", { className: "narrative-place" });
    const remove = el("button", { type: "button", className: "btn btn-sm btn-outline-secondary", text: "去掉这一部分" });
    const box = el(
      "div",
      { className: "extra-section", role: "group", "aria-label": `附加部分 ${n}` },
      el("label", { className: "form-label", htmlFor: heading.id, text: "标题（照印，含序号）" }), heading,
      el("label", { className: "form-label", htmlFor: place.id, text: "位置" }), place,
      text, ...(isReading ? [] : [remove]),
    );
    list.append(box);
    const label = `附加部分 ${n} 的文字`;
    const editor = mountNarrative(text, { blocks: section.blocks, label, pictures: picturesAt(picturesUrl), onChange: collect, readOnly: isReading });
    const row = { heading, after: () => place.value, editor };
    if (isReading) row.after = () => section.after;
    rows.push(row);
    heading.addEventListener("input", collect);
    place.addEventListener("change", collect);
    row.drop = () => {
      rows.splice(rows.indexOf(row), 1);
      editor.destroy();
      box.remove();
    };
    remove.addEventListener("click", () => {
      row.drop();
      collect();
      byId("extra-add").focus();
    });
    return heading;
  }

  function show(items) {
    for (const row of [...rows]) row.drop();
    items.forEach(add);
  }

  sections.forEach(add);
  byId("extra-add")?.addEventListener("click", () => add({ heading: "", after: places.at(-1).id, blocks: [] }).focus());

  return {
    /** After a save, as for the text of a tab. */
    take(sent, stored) {
      const now = current();
      const merged = server.take(now, sent, stored);
      if (stored === undefined || same(merged, now)) return;
      show(merged);
      if (!server.isStored(merged)) onChange(merged);
    },
    /** From now on the list is for reading. */
    read() {
      const now = current();
      isReading = true;
      show(now);
    },
  };
}
