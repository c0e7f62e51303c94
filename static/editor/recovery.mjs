// Work that an earlier page could not hand in: handed in now, and said so.

import { byId, el } from "./dom.mjs";

const NOTE = "nianbao:recovered";

function notice(...content) {
  const place = byId("recovered");
  place.append(el("p", {}, ...content));
  place.hidden = false;
}

/** One set that was not taken: why, and a way to give it up. */
function lost(result, name) {
  const drop = el("button", { type: "button", className: "btn btn-sm btn-outline-secondary", text: "放弃这些改动" });
  const why = result.answer.message ?? "连不上服务器，以后打开本报告时会再试";
  notice(`“${name}”中上次未能保存的改动还在本机浏览器里，没有交回：${why} `, drop);
  drop.addEventListener("click", () => {
    result.forget();
    drop.closest("p").remove();
  });
}

/** On a page for reading: what is kept here, and that it waits. */
async function tellKept({ autosave, data }) {
  for (const left of await autosave.leftBehind()) {
    const drop = el("button", { type: "button", className: "btn btn-sm btn-outline-secondary", text: "放弃这些改动" });
    const name = data.sectionNames[left.section] ?? left.section;
    notice(`“${name}”中有您未能保存的改动，还在本机浏览器里。现在不能改动报告；能填写时打开本报告，会自动交回。 `, drop);
    drop.addEventListener("click", () => {
      autosave.forget(left.key);
      drop.closest("p").remove();
    });
  }
}

/** Hands in what was left behind. The page is loaded anew when that changed what it shows. */
export async function recoverWork({ autosave, data }) {
  const said = sessionStorage.getItem(NOTE);
  sessionStorage.removeItem(NOTE);
  if (said) notice(said);
  if (data.reading) {
    await tellKept({ autosave, data });
    return;
  }
  const results = await autosave.recover((section) => data.editUrl.replace("SECTION", section));
  const name = (section) => data.sectionNames[section] ?? section;
  const handedIn = [...new Set(results.filter((r) => r.ok).map((r) => name(r.section)))];
  if (handedIn.length) {
    // Conflicts, counts and figures all come with the page.
    sessionStorage.setItem(NOTE, `上次未能保存的改动已从本机浏览器交回：${handedIn.join("、")}。`);
    location.reload();
    return;
  }
  for (const result of results) lost(result, name(result.section));
}
