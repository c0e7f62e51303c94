// Sections beside the mandated ones: a heading, a place, and text of its own.

import { mountNarrative } from "../narrative.mjs";
import { byId, el } from "./dom.mjs";
import { followed, same } from "./merging.mjs";
import { picturesAt } from "./pictures.mjs";

/** Mounts the list in `#extra-sections`; `onChange` gets the whole list, as the file of record has it. */
export function mountExtraSections(sections, places, picturesUrl, onChange) {
  const list = byId("extra-sections");
  const rows = [];
  const server = followed(sections);
  let made = 0;

  const current = () =>
    rows.map((row) => ({ heading: row.heading.value, after: row.place.value, blocks: row.editor.getBlocks() }));
  const collect = () => onChange(current());

  function add(section) {
    made += 1;
    const n = made;
    const heading = el("input", { className: "form-control", id: `extra-${n}-heading`, value: section.heading, maxLength: 200 });
    const place = el("select", { className: "form-select", id: `extra-${n}-place` });
    for (const { id, name } of places) place.append(el("option", { value: id, text: name, selected: id === section.after }));
    const text = el("div", { className: "narrative-place" });
    const remove = el("button", { type: "button", className: "btn btn-sm btn-outline-secondary", text: "去掉这一部分" });
    const box = el(
      "div",
      { className: "extra-section", role: "group", "aria-label": `附加部分 ${n}` },
      el("label", { className: "form-label", htmlFor: heading.id, text: "标题（照印，含序号）" }), heading,
      el("label", { className: "form-label", htmlFor: place.id, text: "位置" }), place,
      text, remove,
    );
    list.append(box);
    const label = `附加部分 ${n} 的文字`;
    const editor = mountNarrative(text, { blocks: section.blocks, label, pictures: picturesAt(picturesUrl), onChange: collect });
    const row = { heading, place, editor };
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

  sections.forEach(add);
  byId("extra-add").addEventListener("click", () => add({ heading: "", after: places.at(-1).id, blocks: [] }).focus());

  return {
    /** After a save, as for the text of a tab. */
    take(sent, stored) {
      const now = current();
      const merged = server.take(now, sent, stored);
      if (stored === undefined || same(merged, now)) return;
      for (const row of [...rows]) row.drop();
      merged.forEach(add);
      if (!server.isStored(merged)) onChange(merged);
    },
  };
}
