// What static/vendor/diff3.mjs exports: merging what was typed with what others have saved.
export { diff3Merge } from "node-diff3";
