// Signing in again without losing work: while nobody is signed in the page keeps what it has, and asks until somebody is.

import { byId, el } from "./dom.mjs";

const EVERY = 5_000;
const NOTE = "nianbao:recovered";

/** The page's token for forms, and that of every form in it, from now on. */
function takeToken(token) {
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = token;
}

async function ask(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // Nobody answers just now; the next question comes by itself.
  }
}

function show(name, signInUrl) {
  const place = byId("signed-out");
  if (!place.hidden) return;
  const link = el("a", { href: signInUrl, target: "_blank", rel: "noopener", text: "重新登录（另开窗口）" });
  place.replaceChildren(el("p", {}, "登录已过期。您的内容都在本页面和本机浏览器里，可以接着写；", link,
    el("span", { text: `。以${name}的账号登录后，这里会自动接着保存。` })));
  place.hidden = false;
}

/**
 * @param {{person: string, personName: string, sessionUrl: string, signInUrl: string}} data
 * @param {{back: () => void, other: () => void}} hooks `back`: the same person is signed in again; `other`: somebody
 *   else is, so that this page must hand in nothing more
 */
export function createSession(data, hooks) {
  let timer = 0;
  let isOver = false;
  let isAsking = false;

  async function look() {
    if (isAsking || isOver) return;
    isAsking = true;
    const answer = await ask(data.sessionUrl);
    isAsking = false;
    if (!answer?.person || isOver) return;
    if (answer.person !== data.person) {
      strangers(answer.name);
      return;
    }
    takeToken(answer.csrf);
    stop();
    byId("announcer").textContent = "已重新登录，接着保存。";
    hooks.back();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    byId("signed-out").hidden = true;
  }

  /** Somebody else sits here now: nothing of this page is for them, neither to see nor to be handed in. */
  function strangers(name = "别人") {
    if (isOver) return;
    isOver = true;
    hooks.other();
    document.body.replaceChildren();
    const note = `现在登录的是${name}。${data.personName}未保存的内容没有显示，也没有交出，本人登录后打开报告会接着保存。`;
    sessionStorage.setItem(NOTE, note);
    location.reload();
  }

  addEventListener("focus", () => timer && look());
  document.addEventListener("visibilitychange", () => timer && document.visibilityState === "visible" && look());

  return {
    /** Nobody is signed in, or not by the token that the page has: ask until the person is back. */
    lost() {
      if (timer || isOver) return;
      show(data.personName, data.signInUrl);
      timer = setInterval(look, EVERY);
      look();
    },
    /** Whether an answer is for the person of this page; if it is for somebody else, the page is over. */
    isFor(person) {
      if (person && person !== data.person) strangers();
      return !isOver;
    },
  };
}
