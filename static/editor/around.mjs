// What is no content of the report and yet changes while the page is open: how far the report is, and so what the page
// is for. With accounts only.

import { byId, el } from "./dom.mjs";
import { showPresence } from "./presence.mjs";
import { turnToReading } from "./reading.mjs";

const KEPT = "您刚才未能保存的改动仍在本页面和本机浏览器里，能填写时打开本报告会自动交回。";

/**
 * Gives take(around), which is told of it at every look at the news; false if the news are for somebody else.
 * @param {{data: object, autosave: object, session: object, editors: (object | null)[],
 *   comments: object | null}} page `editors`: what else than
 *   plain fields is to be turned to reading
 */
export function createAround({ data, autosave, session, editors, comments }) {
  function turn(why) {
    autosave.hold();
    for (const editor of editors) editor?.read();
    byId("refused").hidden = true;
    turnToReading(autosave.busy() ? `${why}${KEPT}` : why);
    byId("announcer").textContent = `报告状态变了。${byId("reading").textContent}`;
  }

  function tell(why) {
    const link = el("a", { href: "", text: "刷新页面" });
    byId("reading").replaceChildren(...(why ? [why] : ["现在可以填写了，请", link, "。"]));
    byId("announcer").textContent = `报告状态变了。${byId("reading").textContent}`;
  }

  /** The report was sent on, or came back, or the person's roles are others now. */
  function takeStage({ reading, stage }) {
    const badge = document.querySelector(".report-facts .state");
    if (badge.textContent !== stage) badge.textContent = stage;
    if (reading === data.reading) return;
    const isTurning = reading !== "" && !("reading" in document.body.dataset);
    data.reading = reading;
    if (isTurning) turn(reading);
    else tell(reading);
  }

  return function take(around) {
    if (!session.isFor(around.person)) return false;
    takeStage(around);
    comments?.news(around.comments);
    showPresence(around.others, data.sectionNames);
    return true;
  };
}
