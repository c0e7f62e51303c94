// Asks now and then what others have changed in the open report. Nothing is taken while anything here waits to be
// saved: the answer to that save brings the same, merged. Nothing here touches the page; `page` does.

const EVERY = 15_000;
const AT_LEAST = 2_000;

async function ask(url, mark) {
  try {
    const headers = mark ? { Accept: "application/json", "If-None-Match": mark } : { Accept: "application/json" };
    const response = await fetch(url, { headers });
    if (!response.ok) return { status: response.status };
    return { status: response.status, news: await response.json(), mark: response.headers.get("ETag") };
  } catch {
    return { status: 0 }; // Not to be reached just now; saving says so where it matters, and the next look comes by itself.
  }
}

/**
 * @param {string} newsUrl
 * @param {{revisions: () => Record<string, number>, isBusy: () => boolean, isTouched: (news: object) => boolean,
 *   held: (news: object) => void, take: (news: object) => void, around: ((news: object) => boolean) | null,
 *   signedOut: () => void}} page `isTouched`: whether the news concern the very place a person is at; they are then
 *   `held`, and wait until the person has left it. `around`, where there are accounts, takes what is no content of the
 *   report, whatever waits here; false if the rest is not for this page
 */
export function watchOthers(newsUrl, page) {
  let mark = null;
  let last = 0;
  let asking = false;
  let held = null;
  let timer = 0;

  async function look() {
    if (asking || document.visibilityState !== "visible" || (page.isBusy() && !page.around)) return;
    asking = true;
    last = Date.now();
    const seen = new URLSearchParams(page.revisions()).toString();
    const answer = await ask(`${newsUrl}?${seen}`, mark);
    asking = false;
    if (answer.status === 401) page.signedOut();
    if (!answer.news || (page.around && !page.around(answer.news.around))) return;
    const isStale = page.isBusy() || new URLSearchParams(page.revisions()).toString() !== seen;
    if (isStale) return;
    if (page.isTouched(answer.news)) {
      if (held !== answer.mark) page.held(answer.news);
      held = answer.mark;
      return;
    }
    ({ mark } = answer);
    held = null;
    page.take(answer.news);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, last + AT_LEAST - Date.now()));
  }

  setInterval(look, EVERY);
  addEventListener("focus", soon);
  document.addEventListener("visibilitychange", soon);
  // The focus is nowhere while it moves.
  document.addEventListener("focusout", () => held && setTimeout(look));
  return { look };
}
