// The text of a tab: the editor in its place, and what others have changed in it.

import { diff3Merge } from "../vendor/diff3.mjs";
import { mountNarrative } from "../narrative.mjs";
import { byId } from "./dom.mjs";

/** Mounts the editor of the tab, if it has text. Returns {place, editor, append} or null. */
export function mountText(data, onChange) {
  const place = byId("narrative");
  if (!place) return null;
  const editor = mountNarrative(place, {
    blocks: data.blocks,
    aspects: JSON.parse(place.dataset.aspects),
    recommended: Number(place.dataset.recommended) || null,
    label: place.dataset.label,
    onChange: (blocks) => onChange(place.dataset.path, blocks),
  });
  function append(block) {
    // An editor with nothing in it holds one empty paragraph.
    const blocks = [...editor.getBlocks().filter((b) => b.text !== ""), block];
    editor.setBlocks(blocks, { keepHistory: true });
    onChange(place.dataset.path, blocks);
  }

  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      append(data.lastBlocks[Number(button.dataset.take)]);
      byId("announcer").textContent = "已取用到文字末尾，请改写其中的年份和数字。";
    });
  }
  return { place, editor, append };
}

/**
 * Merges what is stored now into the editor: `sent` is what the editor had handed in, and it may have gone on since.
 * Where both changed the same paragraph both are kept, one after the other.
 */
export function mergedBlocks(mine, sent, stored) {
  const lines = (blocks) => blocks.map((block) => JSON.stringify(block));
  const regions = diff3Merge(lines(mine), lines(sent), lines(stored), { excludeFalseConflicts: true });
  return regions
    .flatMap((region) => region.ok ?? [...region.conflict.b, ...region.conflict.a])
    .map((line) => JSON.parse(line));
}

/** Puts others' changes of the text into the editor, keeping what was typed since. */
export function mergeRemote(editor, sent, stored) {
  const mine = editor.getBlocks();
  editor.setBlocks(mergedBlocks(mine, sent ?? mine, stored ?? []), { keepHistory: true });
}
