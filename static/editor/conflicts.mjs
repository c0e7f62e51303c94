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
  return el("li", { data: { conflict: conflict.id } }, el("h3", { text: conflict.title }), sides, form);
}

/** Adds conflicts that a save has met to the list at the top of the page; those that it has already stay. */
export function showConflicts(conflicts, resolveUrl) {
  const list = byId("conflict-list");
  const known = new Set(Array.from(list.children, (item) => item.dataset.conflict));
  const fresh = conflicts.filter(({ id }) => !known.has(String(id)));
  if (!fresh.length) return;
  list.append(...fresh.map((c) => entry(c, resolveUrl)));
  byId("conflicts").hidden = false;
  byId("announcer").textContent = `有 ${fresh.length} 处被两人改动，两边都已保留，请在页面上方选择。`;
}

/** The list has just the conflicts that are open now. */
export function keepConflicts(open, resolveUrl) {
  const ids = new Set(open.map(({ id }) => String(id)));
  for (const item of [...byId("conflict-list").children]) if (!ids.has(item.dataset.conflict)) item.remove();
  byId("conflicts").hidden = ids.size === 0;
  showConflicts(open, resolveUrl);
}
