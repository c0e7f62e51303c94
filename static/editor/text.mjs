// The text of a tab: the editor in its place, and what others have changed in it.

import { mountNarrative } from "../narrative.mjs";
import { byId } from "./dom.mjs";
import { followed, same } from "./merging.mjs";
import { picturesAt } from "./pictures.mjs";

/** Mounts the editor of the tab, if it has text. Returns {path, append, take, read} or null. */
export function mountText(data, onChange) {
  const place = byId("narrative");
  if (!place) return null;
  const { path } = place.dataset;
  const server = followed(data.blocks);
  const mounted = (blocks, readOnly) => mountNarrative(place, {
    blocks,
    aspects: JSON.parse(place.dataset.aspects),
    recommended: Number(place.dataset.recommended) || null,
    label: place.dataset.label,
    pictures: picturesAt(data.picturesUrl),
    readOnly,
    onChange: (changed) => onChange(path, changed),
  });
  let editor = mounted(data.blocks, Boolean(data.reading));

  const append = (block) => editor.insert(block);

  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      append(data.lastBlocks[Number(button.dataset.take)]);
      byId("announcer").textContent = "已取用到光标所在段之后，请改写其中的年份和数字。";
    });
  }

  return {
    path,
    append,
    /** From now on the text is for reading; what was typed stays. */
    read() {
      const blocks = editor.getBlocks();
      editor.destroy();
      editor = mounted(blocks, true);
    },
    /** After a save: `sent` was handed in and `stored` is there now, each undefined where the text was not part of it. */
    take(sent, stored) {
      const now = editor.getBlocks();
      const merged = server.take(now, sent, stored);
      if (stored === undefined || same(merged, now)) return;
      editor.setBlocks(merged, { keepHistory: true });
      // What was typed meanwhile is not stored yet, and neither is its place among the others' changes.
      if (!server.isStored(merged)) onChange(path, merged);
    },
  };
}
