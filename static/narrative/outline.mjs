// Tells screen readers the true level of a sub-heading 1. that stands under no （一）.
import { Decoration, DecorationSet, Plugin } from "../vendor/prosemirror.mjs";

function decorate({ doc }) {
  const raised = [];
  let pos = 0;
  for (const node of doc.children) {
    if (node.attrs.level === 1) break;
    if (node.attrs.level === 2) raised.push(Decoration.node(pos, pos + node.nodeSize, { "aria-level": "3" }));
    pos += node.nodeSize;
  }
  return DecorationSet.create(doc, raised);
}

export const outline = () => new Plugin({ props: { decorations: decorate } });
