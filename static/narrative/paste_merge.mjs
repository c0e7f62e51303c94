// How pasted blocks join the block that the caret stands in. No DOM.
import { isText, paragraph } from "./blocks.mjs";

/**
 * The blocks that take the place of `block` when `pasted` (at least one) is put at `offset` of its
 * text, and the caret behind what was pasted: {blocks, index, offset}. One block joins the text around
 * it; of several, paragraphs at either end join paragraphs, and sub-headings stand alone.
 */
export function mergePaste(block, offset, pasted) {
  const [left, right] = [block.text.slice(0, offset), block.text.slice(offset)];
  if (pasted.length === 1 && block.text !== "" && isText(pasted[0])) {
    const text = left + pasted[0].text + right;
    return { blocks: [{ ...block, text }], index: 0, offset: text.length - right.length };
  }
  const blocks = [...pasted];
  const joinsFirst = block.type === "paragraph" && pasted[0].type === "paragraph";
  if (left !== "" && joinsFirst) blocks[0] = paragraph(left + pasted[0].text);
  else if (left !== "") blocks.unshift({ ...block, text: left });
  const index = blocks.length - 1;
  const last = blocks[index];
  const end = last.text?.length ?? 0;
  if (right !== "" && last.type === "paragraph") blocks[index] = paragraph(last.text + right);
  else if (right !== "") blocks.push(paragraph(right));
  return { blocks, index, offset: end };
}
