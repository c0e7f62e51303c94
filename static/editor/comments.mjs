// 批注 beside the tab: they follow what the person is at, are sent without leaving the page, and come by the news.
// Everything here works by plain forms too.

import { createCommentMarks } from "./comment_marks.mjs";
import { byId, csrfToken, el } from "./dom.mjs";

const isShortcut = ({ ctrlKey, metaKey, altKey, code }) => (ctrlKey || metaKey) && altKey && code === "KeyM";

async function post(form) {
  const body = new FormData(form);
  body.set("csrf_token", csrfToken());
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    return { ok: response.ok, status: response.status, answer: isJson ? await response.json() : {} };
  } catch {
    return { ok: false, status: 0, answer: {} };
  }
}

/** What is being written in the answers, so that a list that comes anew does not take it away. */
function drafts(list) {
  const written = Array.from(list.querySelectorAll("textarea"), ({ id, value }) => [id, value]).filter(([, text]) => text);
  const focused = list.contains(document.activeElement) ? document.activeElement.id : "";
  return () => {
    for (const [id, value] of written) {
      const box = byId(id);
      if (!box) continue;
      box.value = value;
      box.closest("details").open = true;
    }
    if (focused) byId(focused)?.focus();
  };
}

/** Gives {news(mark)}, to be told at every look at the news how the comments stand; null where there are none. */
export function createComments({ section, signedOut }) {
  const panel = byId("comments");
  if (!panel) return null;
  const form = byId("comment-form");
  const status = byId("comments-status");
  let isFetching = false;

  const marks = createCommentMarks({
    section,
    mayComment: form !== null,
    toThread: (id) => byId(id).focus(),
    toForm: (about, label) => begin(about, label),
  });

  function choose(about, label) {
    const choice = byId("comment-about");
    if (![...choice.options].some(({ value }) => value === about)) choice.append(el("option", { value: about, text: label }));
    choice.value = about;
  }

  function begin(about, label) {
    if (!form) return;
    if (about) choose(about, label);
    byId("comment-text").focus();
  }

  function countTabs(counts) {
    for (const badge of document.querySelectorAll("[data-said]")) {
      const count = counts[badge.dataset.said] ?? 0;
      const shown = badge.textContent.replace(/\D/gu, "");
      if (shown === (count ? String(count) : "")) continue;
      badge.replaceChildren(...(count ? [
        el("span", { "aria-hidden": "true", text: "批" }), String(count),
        el("span", { className: "visually-hidden", text: " 条批注未解决" }),
      ] : []));
    }
  }

  function shown() {
    countTabs(JSON.parse(byId("comment-list").dataset.counts));
    marks.update();
  }

  async function fetchList() {
    if (isFetching) return;
    isFetching = true;
    try {
      const response = await fetch(panel.dataset.url);
      if (!response.ok || response.redirected) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("comment-list");
      const list = byId("comment-list");
      const restore = drafts(list);
      list.replaceWith(fresh);
      restore();
      shown();
    } catch {
      // Not to be reached just now: the next look at the news asks again.
    } finally {
      isFetching = false;
    }
  }

  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    const at = event.target;
    if (at === form) {
      const seen = marks.wordsOf(byId("comment-about").value);
      if (seen) at.append(el("input", { type: "hidden", name: "seen", value: seen }));
    }
    const { ok, status: code, answer } = await post(at);
    at.querySelector('input[name="seen"]')?.remove();
    if (code === 401) signedOut();
    if (!ok) {
      status.textContent = `没有保存：${answer.message ?? "连不上服务器"} 您写的批注还在框中，请稍后再试。`;
      return;
    }
    for (const box of at.querySelectorAll("textarea")) box.value = "";
    status.textContent = answer.said;
    await fetchList();
    byId(`comment-${answer.comment}`)?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || event.isComposing) return;
    event.preventDefault();
    begin(...marks.current());
  });
  shown();

  return {
    news(mark) {
      if (mark === byId("comment-list").dataset.mark) return;
      byId("announcer").textContent = "批注有更新。";
      fetchList();
    },
  };
}
