// What static/vendor/prosemirror.mjs exports: only the names that the editor uses.
export { baseKeymap, chainCommands, splitBlockAs } from "prosemirror-commands";
export { history, redo, redoDepth, undo, undoDepth } from "prosemirror-history";
export { keymap } from "prosemirror-keymap";
export { DOMSerializer, Fragment, Schema, Slice } from "prosemirror-model";
export { EditorState, NodeSelection, Plugin, PluginKey, TextSelection } from "prosemirror-state";
export { dropPoint } from "prosemirror-transform";
export { Decoration, DecorationSet, EditorView } from "prosemirror-view";
