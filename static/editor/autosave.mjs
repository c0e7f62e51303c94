// Saves a tab by itself about a second after a change. Every change stays in the browser until the server has said
// that it is stored. Nothing here touches the page; `hooks` do.

import { pendingStore } from "./pending.mjs";

const PAUSE = 1000;
const LONGEST_WAIT = 30000;

// A browser lets go of a page with at most 64 KiB of requests under way, of all its requests together.
const KEPT_ALIVE = 48 * 1024;

async function post(url, token, body, keepalive) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body,
    keepalive,
  });
  const json = (response.headers.get("Content-Type") ?? "").includes("json");
  return { ok: response.ok && json, status: response.status, answer: json ? await response.json() : {} };
}

/**
 * Sends one set of changes; resolves to {ok, status, answer}, also when nobody answers (status 0). A page that is
 * being left may still finish a small request.
 */
export async function send(url, token, body) {
  const leaving = document.visibilityState === "hidden" && new Blob([body]).size < KEPT_ALIVE;
  try {
    return await post(url, token, body, leaving);
  } catch {
    return { ok: false, status: 0, answer: {} };
  }
}

/** Whether sending the same again later may succeed: nobody answered, or the server is in trouble. */
export const passing = (status) => status === 0 || status >= 500 || status === 429;

/**
 * @param {{report: string, section: string, person: string, revision: number, saveUrl: string, reading: string}} data
 * @param {() => string} token the token for forms as it is now
 * @param {{state: (name: string, at?: string) => void, saved: (answer: object, sent: object) => void,
 *          refused: (message: string, status: number) => void, signedOut: (() => void) | null}} hooks `signedOut`:
 *   nobody is signed in any more; everything is kept until `resume`
 */
export async function createAutosave(data, token, hooks) {
  const store = await pendingStore(data);
  let revision = data.revision;
  let pending = {};
  let sending = null;
  let timer = 0;
  let wait = PAUSE;
  let waiting = [];
  // While it is set everything is kept in the browser, and nothing is sent.
  let isHeld = Boolean(data.reading);
  // A token that was taken anew and refused again is no matter of signing in.
  let isRenewed = false;

  function keep() {
    try {
      store.write(revision, { ...sending, ...pending });
      return true;
    } catch {
      hooks.state("unkept");
      return false;
    }
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  }

  function settle() {
    for (const done of waiting.splice(0)) done();
  }

  function failed({ status, answer }) {
    pending = { ...sending, ...pending };
    sending = null;
    keep();
    if (passing(status)) {
      hooks.state("offline");
      wait = Math.min(wait * 2, LONGEST_WAIT);
      later(wait);
    } else if (hooks.signedOut && (status === 401 || (status === 400 && !isRenewed))) {
      isHeld = true;
      hooks.state("signedOut");
      hooks.signedOut();
    } else {
      hooks.refused(answer.message ?? "服务器没有接受这次保存，请刷新页面后再试。", status);
      if (!isHeld) hooks.state("refused");
    }
    settle();
  }

  async function flush() {
    clearTimeout(timer);
    if (isHeld || sending || !Object.keys(pending).length) return;
    sending = pending;
    pending = {};
    hooks.state("saving");
    const result = await send(data.saveUrl, token(), JSON.stringify({ revision, changes: sending }));
    if (!result.ok) return failed(result);
    const sent = sending;
    sending = null;
    wait = PAUSE;
    isRenewed = false;
    revision = result.answer.revision;
    keep();
    hooks.saved(result.answer, sent);
    const more = Object.keys(pending).length > 0;
    hooks.state(more ? "unsaved" : "saved", result.answer.saved_at);
    if (more) return flush();
    settle();
  }

  addEventListener("online", flush);
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());

  return {
    change(path, value) {
      pending[path] = value;
      if (keep() && !isHeld) hooks.state("unsaved");
      later(PAUSE);
    },
    flush,
    /** Sends nothing from now on; what is changed stays in the browser. */
    hold() { isHeld = true; },
    /** The person is signed in again, under a token of its own: hands in what waits. */
    resume() {
      isHeld = false;
      isRenewed = true;
      if (Object.keys(pending).length) flush();
      else hooks.state("saved");
    },
    leftBehind: () => store.leftBehind(),
    forget: (key) => store.forget(key),
    revision: () => revision,
    /** The page shows the tab as it is at this revision; to be said only while nothing waits. */
    caughtUp(now) { revision = now; },
    isPending: (path) => path in pending,
    busy: () => sending !== null || Object.keys(pending).length > 0,
    /** Resolves when everything is handed in or has failed, at the latest after `limit` ms. */
    settled(limit) {
      flush();
      return new Promise((done) => {
        if (!sending) return done();
        waiting.push(done);
        setTimeout(done, limit);
      });
    },
    /**
     * Hands in what earlier pages of this report could not; each set is merged against the revision it was made
     * from. Resolves to [{section, ok, answer, forget}]; `forget` gives up one that was refused.
     */
    async recover(saveUrl) {
      const results = [];
      for (const left of await store.leftBehind()) {
        const body = JSON.stringify({ revision: left.revision, changes: left.changes });
        const { ok, answer } = await send(saveUrl(left.section), token(), body);
        if (ok) store.forget(left.key);
        results.push({ section: left.section, ok, answer, forget: () => store.forget(left.key) });
      }
      return results;
    },
  };
}
