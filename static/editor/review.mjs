// The review page while it is open: comments, steps and contents that come by the news show without a reload. What
// somebody is writing stays, and a button that has just come cannot be pressed by a click that was meant for another.

import { createComments } from "./comments.mjs";
import { byId, el, pageData } from "./dom.mjs";
import { showPresence } from "./presence.mjs";
import { createSession } from "./session.mjs";
import { watchOthers } from "./watching.mjs";

const LIVE = ["review-live", "way-live"];
const UNPRESSED = 1_500;
const MOST_NAMED = 3;

let data = pageData("review-data");
let { stage } = data;
let isRenewing = false;

const buttons = () => LIVE.flatMap((id) => [...byId(id).querySelectorAll("button")]);
const fields = () => LIVE.flatMap((id) => [...byId(id).querySelectorAll("textarea")]);
const isWriting = () => fields().some((box) => box === document.activeElement || box.value !== box.defaultValue);

function say(words, ...more) {
  const place = byId("review-news");
  place.replaceChildren(words, ...more);
  place.hidden = false;
}

/** The last step as the list has it: who did what. */
const lastStep = (page) => page.querySelector("#way-live .steps li:last-child")?.textContent.trim() ?? "";

function put(fresh) {
  for (const id of LIVE) byId(id).replaceWith(document.importNode(fresh.getElementById(id), true));
  const counts = [...fresh.querySelectorAll(".tabs .count")];
  for (const [n, badge] of [...document.querySelectorAll(".tabs .count")].entries()) {
    if (counts[n]) badge.replaceWith(document.importNode(counts[n], true));
  }
  for (const button of buttons()) button.disabled = true;
  setTimeout(() => buttons().forEach((button) => { button.disabled = false; }), UNPRESSED);
}

/** The page as it is now, null if it cannot be had just now. */
async function fetchPage() {
  try {
    const answer = await fetch(data.pageUrl);
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null; // Not to be reached: the link that is shown then leads to the page.
  }
}

/** Shows the page as it is now; while something is being written here only says that it is not up to date. */
async function renew(words, { stops }) {
  if (isWriting()) {
    if (stops) for (const button of byId("way-live").querySelectorAll("button")) button.disabled = true;
    say(`${words}您正在写的内容还在；`, el("a", { href: data.pageUrl, text: "显示最新内容" }), "。");
    return;
  }
  isRenewing = true;
  const fresh = await fetchPage();
  isRenewing = false;
  if (!fresh) {
    say(words, el("a", { href: data.pageUrl, text: "显示最新内容" }), "。");
    return;
  }
  put(fresh);
  data = JSON.parse(fresh.getElementById("review-data").textContent);
  stage = data.stage;
  say(`${words}${stops ? lastStep(fresh) : ""}`);
}

function takeStage(now) {
  if (now === stage) return;
  stage = now;
  document.querySelector(".report-facts .state").textContent = now;
  renew(`报告状态变了，现在“${now}”。`, { stops: true });
}

function contentWords(sections) {
  const who = [...new Set(Object.values(sections).map((part) => part.who))].filter(Boolean).join("、");
  const titles = Object.values(sections).flatMap((part) => Object.values(part.titles));
  const named = titles.slice(0, MOST_NAMED).join("、") + (titles.length > MOST_NAMED ? ` 等 ${titles.length} 处` : "");
  return `${who || "有人"}刚改动了${named || "报告"}。`;
}

const session = data.sessionUrl ? createSession(data, { back: () => {}, other: () => {} }) : null;
const comments = session && createComments({ section: "finish", signedOut: session.lost });

const watch = watchOthers(data.newsUrl, {
  around: session && ((around) => {
    if (!session.isFor(around.person)) return false;
    takeStage(around.stage);
    comments?.news(around.comments);
    showPresence(around.others, data.sectionNames);
    return true;
  }),
  signedOut: () => session?.lost(),
  revisions: () => data.revisions,
  isBusy: () => false,
  isTouched: () => false,
  held: () => {},
  take({ sections }) {
    for (const [name, { revision }] of Object.entries(sections)) data.revisions[name] = revision;
    // A step that came with the same news has the page fetched anyway.
    if (Object.keys(sections).length > 0 && !isRenewing) renew(contentWords(sections), { stops: false });
  },
});

watch.look();
