// The aspects that a section should speak of (主动公开, 依申请公开, …), offered as sub-headings. No DOM.
import { isText, paragraph, spliced } from "./blocks.mjs";
import { opening, sectionEnd, withHeading } from "./headings.mjs";

const ENDING = /(?:工作)?(?:开展)?(?:情况|方面|工作)?[。：:；;，,\s]*$/u;
// A sub-heading may leave out how an aspect begins (平台建设), but not all that tells it from others.
const SHORTEST = 4;

function names(title, aspect) {
  const core = title.replace(/\s+/gu, "").replace(ENDING, "");
  return core.includes(aspect) || (core.length >= SHORTEST && aspect.endsWith(core));
}

/** Where each aspect is spoken of: [{aspect, index}] in the order given; index is null where missing. */
export function findAspects(blocks, aspects) {
  const titles = blocks.map((block) => opening(block)?.title ?? "");
  return aspects.map((aspect) => {
    const index = titles.findIndex((title) => names(title, aspect));
    return { aspect, index: index < 0 ? null : index };
  });
}

const isBlank = (block) => isText(block) && block.text.trim() === "";

function place(blocks, found, wanted) {
  const order = found.findIndex(({ aspect }) => aspect === wanted);
  const before = found.slice(0, order).findLast(({ index }) => index !== null);
  if (before) {
    const { level } = opening(blocks[before.index]);
    return { index: sectionEnd(blocks, before.index, level), level };
  }
  const after = found.slice(order + 1).find(({ index }) => index !== null);
  if (after) return { index: after.index, level: opening(blocks[after.index]).level };
  return { index: blocks.length, level: 1 };
}

/**
 * The blocks with a numbered sub-heading for an aspect that has none, behind the aspects that come
 * before it, and an empty paragraph under it: {blocks, index}, index of that paragraph.
 */
export function insertAspect(blocks, aspects, wanted) {
  const { index, level } = place(blocks, findAspects(blocks, aspects), wanted);
  let start = index;
  while (start > 0 && isBlank(blocks[start - 1])) start -= 1;
  const headed = withHeading(blocks, start, level, wanted, index - start);
  return { blocks: spliced(headed, start + 1, 0, paragraph("")), index: start + 1 };
}
