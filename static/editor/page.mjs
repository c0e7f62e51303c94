// Wires one tab of the editor: the table, the text, plain inputs, saving by itself, conflicts and findings.

import * as live from "../live.mjs";
import { createAround } from "./around.mjs";
import { createAutosave } from "./autosave.mjs";
import { keepConflicts, showConflicts } from "./conflicts.mjs";
import { createComments } from "./comments.mjs";
import { byId, csrfToken, pageData } from "./dom.mjs";
import { mountExtraSections } from "./extra.mjs";
import { offerSentence } from "./facts.mjs";
import { announce, pathInFocus } from "./others.mjs";
import { showRepetition } from "./repetition.mjs";
import { recoverWork } from "./recovery.mjs";
import { createSession } from "./session.mjs";
import { mountText } from "./text.mjs";
import { watchOthers } from "./watching.mjs";

const data = pageData("editor-data");
const STATES = {
  saved: "已保存",
  saving: "保存中…",
  unsaved: "有改动，即将保存",
  offline: "未保存：连不上服务器，改动已留在本机浏览器，恢复后自动保存",
  refused: "未保存：服务器没有接受",
  signedOut: "未保存：登录已过期，改动已留在本机浏览器",
  unkept: "未保存：浏览器存储已满，请勿关闭页面",
};

function showState(name, at) {
  const place = byId("save-state");
  const words = name === "saved" && at ? `已保存 ${at}` : STATES[name];
  // Each key stroke passes here; a screen reader need hear of a state only when it changes.
  if (place.textContent !== words) place.textContent = words;
  place.dataset.state = name;
}

const session = data.sessionUrl
  ? createSession(data, { back: () => data.reading || autosave.resume(), other: () => autosave.hold() })
  : null;

const autosave = await createAutosave(data, csrfToken, {
  state: showState,
  saved(answer, sent) {
    byId("refused").hidden = true;
    document.querySelector('input[name="revision"]').value = answer.revision;
    announce("他人", takeMerged(answer.merged, sent));
    showConflicts(answer.conflicts, data.resolveUrl);
    showChecked(answer);
  },
  signedOut: session && session.lost,
  refused(message, status) {
    // Somebody may have sent the report on meanwhile: then the page turns to reading, and says so.
    if (status === 403 && session) watch.look();
    const place = byId("refused");
    place.textContent = `${message}\n您输入的内容仍在本页面和本机浏览器中。`;
    place.hidden = false;
  },
});

/** A change takes a finished report back to 填报中; the page says so when it happens. */
function showReportState(state) {
  if (document.body.dataset.state === state) return;
  document.body.dataset.state = state;
  const badge = document.querySelector(".report-facts .state");
  badge.className = `state state-${state}`;
  badge.textContent = data.states[state];
  const notice = byId("final-notice");
  if (notice) notice.textContent = "报告已回到“填报中”；已定稿的版本不变，须重新定稿。";
  byId("announcer").textContent = `报告状态：${data.states[state]}`;
}

/** What only the server can say of the report as it stands. */
function showChecked({ findings, repetition, state }) {
  live.applyDocumentFindings(findings);
  showRepetition(repetition);
  showReportState(state);
}

/** What others have changed since, put into the page without touching what is being typed; gives the cells' titles. */
function takeMerged(merged, sent) {
  const cells = {};
  text?.take(sent[text.path], merged[text.path]);
  extra?.take(sent.extra_sections, merged.extra_sections);
  for (const [path, content] of Object.entries(merged)) {
    const input = document.querySelector(`input[data-path="${CSS.escape(path)}"], select[data-path="${CSS.escape(path)}"]`);
    if (path.startsWith("values.") || path.startsWith("facts.")) cells[path] = content;
    else if (input && !autosave.isPending(path)) input.value = content ?? "";
  }
  return Object.keys(cells).length ? live.applyRemote(cells) : [];
}

const text = mountText(data, (path, blocks) => autosave.change(path, blocks));
offerSentence(data.factsSentences, (sentence) => text.append({ type: "paragraph", text: sentence }));
showRepetition(data.repetition);
const extra = byId("extra-sections")
  ? mountExtraSections(data.extraSections, pageData("places"), data.picturesUrl,
    (list) => autosave.change("extra_sections", list), { readOnly: Boolean(data.reading) })
  : null;

document.addEventListener("nianbao:change", (event) => {
  for (const [path, value] of Object.entries(event.detail.changes)) autosave.change(path, value);
});
for (const input of document.querySelectorAll("input[data-path], select[data-path]")) {
  input.addEventListener("input", () => autosave.change(input.dataset.path, input.value));
}
byId("section-form").addEventListener("submit", (event) => {
  event.preventDefault();
  autosave.flush();
});

// A page that is left by a link waits for its save, so that the next page shows what was typed.
document.addEventListener("click", async (event) => {
  const anchor = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.defaultPrevented;
  if (!anchor || !plain || anchor.target || anchor.getAttribute("href").startsWith("#") || !autosave.busy()) return;
  event.preventDefault();
  await autosave.settled(3000);
  location.assign(anchor.href);
});

// The name in the masthead goes into the history of what is saved after it, not of what was typed before.
document.querySelector(".masthead-who form").addEventListener("submit", async (event) => {
  if (!autosave.busy()) return;
  event.preventDefault();
  await autosave.settled(3000);
  event.target.submit();
});

// The address of a cell is followed once the page listens, so that its equation shows.
const named = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
if (named instanceof HTMLInputElement) {
  named.blur();
  named.focus();
}

const revisions = { ...data.revisions };
let isComposing = false;
addEventListener("compositionstart", () => { isComposing = true; }, true);
addEventListener("compositionend", () => { isComposing = false; }, true);

/** Another person's news of one section: what of it this page shows, and what is said of it. */
function takeSection(section, { revision, who, changed, titles }) {
  revisions[section] = revision;
  if (section === data.section) autosave.caughtUp(revision);
  const isFigure = (path) => path.startsWith("values.") || path.startsWith("facts.");
  const shown = Object.entries(changed).filter(([path]) => section === data.section || isFigure(path));
  const figures = takeMerged(Object.fromEntries(shown), {});
  const others = Object.keys(changed).filter((path) => !isFigure(path) && section !== "explanations");
  announce(who, [...figures, ...others.map((path) => titles[path])]);
}

const touched = ({ sections }) => {
  const part = sections[data.section];
  const path = pathInFocus();
  return part && path in part.changed ? { who: part.who, title: part.titles[path] } : null;
};

const comments = session && createComments({ section: data.section, signedOut: session.lost });

const watch = watchOthers(data.newsUrl, {
  around: session && createAround({ data, autosave, session, editors: [text, extra], comments }),
  signedOut: () => session?.lost(),
  revisions: () => ({ ...revisions, [data.section]: autosave.revision() }),
  isBusy: () => isComposing || autosave.busy(),
  isTouched: (news) => touched(news) !== null,
  held(news) {
    const { who, title } = touched(news);
    announce(who, [title], "您正在这一处，离开后显示。");
  },
  take(news) {
    for (const [section, part] of Object.entries(news.sections)) takeSection(section, part);
    keepConflicts(news.conflicts, data.resolveUrl);
    live.applyExplanations(news.explanations);
    showChecked(news);
  },
});

if (session) watch.look();
await recoverWork({ autosave, data });
document.documentElement.dataset.ready = "true";
