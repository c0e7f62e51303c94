// Two people changed the same thing: both sides side by side, and a person chooses.

import { byId, csrfToken, el } from "./dom.mjs";

function side(title, lines) {
  return el("div", {}, el("h4", { text: title }), ...lines.map((line) => el("p", { text: line })));
}

function entry(conflict, resolveUrl) {
  const choice = (value, text) =>
    el("button", { className: "btn btn-sm btn-outline-primary", name: "choice", value, text });
  const form = el(
    "form",
    { method: "post", action: resolveUrl.replace(/0$/, conflict.id) },
    el("input", { type: "hidden", name: "csrf_token", value: csrfToken() }),
    choice("theirs", "保留已保存的"),
    " ",
    choice("mine", "改用后来送来的"),
    ...(conflict.text ? [" ", choice("both", "两边都保留")] : []),
  );
  const sides = el(
    "div",
    { className: "sides" },
    side("已保存的", conflict.theirs),
    side(`后来送来的（${conflict.who}，${conflict.at}）`, conflict.mine),
  );
  return el("li", {}, el("h3", { text: conflict.title }), sides, form);
}

/** Adds conflicts that a save has met to the list at the top of the page. */
export function showConflicts(conflicts, resolveUrl) {
  if (!conflicts.length) return;
  byId("conflict-list").append(...conflicts.map((c) => entry(c, resolveUrl)));
  byId("conflicts").hidden = false;
  byId("announcer").textContent = `有 ${conflicts.length} 处被两人改动，两边都已保留，请在页面上方选择。`;
}
