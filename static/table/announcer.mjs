// What a screen reader is told, politely and once things have come to rest.
import { words } from "./words.mjs";

const PAUSE = 900;

/** @param {HTMLElement | null} place an element with aria-live="polite" */
export function createAnnouncer(store, place) {
  const brokenNow = () => new Map(store.findings()
    .filter(({ kind }) => kind === "relation" || kind === "number").map(({ key, message }) => [key, message]));
  let told = brokenNow();
  let timer = 0;

  function say(text) {
    if (place && text) place.textContent = text;
  }

  function tell() {
    const now = brokenNow();
    const fresh = [...now].filter(([key, message]) => told.get(key) !== message).map(([, message]) => message);
    const mended = [...told.keys()].filter((key) => !now.has(key)).length;
    told = now;
    if (fresh.length) say(words.broken(fresh));
    else if (mended) say(now.size ? words.mended(mended) : words.allMended);
  }

  return {
    say,
    /** The findings may have changed: tell what is new once nothing has moved for a moment. */
    later() {
      clearTimeout(timer);
      timer = setTimeout(tell, PAUSE);
    },
  };
}
