// Wires one tab of the editor: the table, the text, plain inputs, saving by itself, conflicts and findings.

import { createAutosave } from "./autosave.mjs";
import { showConflicts } from "./conflicts.mjs";
import { byId, csrfToken, pageData } from "./dom.mjs";
import { mountExtraSections } from "./extra.mjs";
import { offerSentence } from "./facts.mjs";
import { showCounts, showDocumentFindings } from "./findings.mjs";
import { showRepetition } from "./repetition.mjs";
import { mergeRemote, mountText } from "./text.mjs";

const data = pageData("editor-data");
const live = byId("format-model") ? await import("../live.mjs") : null;
const STATES = {
  saved: "已保存",
  saving: "保存中…",
  unsaved: "有改动，即将保存",
  offline: "未保存：连不上服务器，改动已留在本机浏览器，恢复后自动保存",
  refused: "未保存：服务器没有接受",
  unkept: "未保存：浏览器存储已满，请勿关闭页面",
};

function showState(name, at) {
  const place = byId("save-state");
  const words = name === "saved" && at ? `已保存 ${at}` : STATES[name];
  // Each key stroke passes here; a screen reader need hear of a state only when it changes.
  if (place.textContent !== words) place.textContent = words;
  place.dataset.state = name;
}

const autosave = createAutosave(data, csrfToken(), {
  state: showState,
  saved(answer, sent) {
    byId("refused").hidden = true;
    document.querySelector('input[name="revision"]').value = answer.revision;
    takeMerged(answer.merged, sent);
    showConflicts(answer.conflicts, data.resolveUrl);
    showDocumentFindings(answer.findings, data);
    if (live) live.applyDocumentFindings(answer.findings);
    else showCounts(answer.counts);
    showRepetition(answer.repetition);
  },
  refused(message) {
    const place = byId("refused");
    place.textContent = `${message}\n您输入的内容仍在本页面和本机浏览器中。`;
    place.hidden = false;
  },
});

/** What others have changed since, put into the page without touching what is being typed. */
function takeMerged(merged, sent) {
  const cells = {};
  for (const [path, content] of Object.entries(merged)) {
    const input = document.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (path.startsWith("values.") || path.startsWith("facts.")) cells[path] = content;
    else if (input === text?.place) mergeRemote(text.editor, sent[path], content);
    else if (input && !autosave.isPending(path)) input.value = content ?? "";
  }
  if (live && Object.keys(cells).length) live.applyRemote(cells);
}

const text = mountText(data, (path, blocks) => autosave.change(path, blocks));
offerSentence(data.factsSentences, (sentence) => text.append({ type: "paragraph", text: sentence }));
showRepetition(data.repetition);
if (byId("extra-sections")) {
  const places = pageData("places");
  mountExtraSections(data.extraSections, places, (list) => autosave.change("extra_sections", list));
}

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
  if (!anchor || !plain || anchor.getAttribute("href").startsWith("#") || !autosave.busy()) return;
  event.preventDefault();
  await autosave.settled(3000);
  location.assign(anchor.href);
});

const recovered = await autosave.recover((section) => data.editUrl.replace("SECTION", section));
const lost = recovered.filter((r) => !r.ok);
if (recovered.some((r) => r.ok && r.section === data.section)) {
  sessionStorage.setItem("nianbao:recovered", "1");
  location.reload();
} else if (sessionStorage.getItem("nianbao:recovered") || lost.length) {
  const place = byId("recovered");
  place.textContent = lost.length
    ? `上次未能保存的改动仍留在本机浏览器中，还没有交回：${lost.map((r) => r.message || "连不上服务器").join("；")}`
    : "上次未能保存的改动已从本机浏览器交回。";
  place.hidden = false;
  sessionStorage.removeItem("nianbao:recovered");
}
document.documentElement.dataset.ready = "true";
