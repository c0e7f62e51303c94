// The page that shows a reading: a cell in focus marks its place in the source; pictures are fetched when needed.

import { byId, pageData } from "./dom.mjs";

const provenance = pageData("provenance");

// The place that was asked for last; its mark stands on the page's picture, never on paper still blank.
let wanted = null;

function fetchPicture(page) {
  const image = page.querySelector("image");
  if (image.hasAttribute("href")) return;
  image.addEventListener("load", () => {
    page.dataset.loaded = "true";
    if (wanted?.page === Number(page.dataset.page)) markPage(wanted);
  });
  image.setAttribute("href", image.dataset.href);
}

/** Scrolls the source so that `share` of the element's height stands a third down its frame. */
function bring(element, share) {
  const frame = element.closest(".source-scroll");
  const box = element.getBoundingClientRect();
  const top = box.top - frame.getBoundingClientRect().top + frame.scrollTop + share * box.height;
  frame.scrollTo({ top: top - frame.clientHeight / 3 });
}

function markPage(place) {
  wanted = place;
  const { page, box: [left, top, right, bottom] } = place;
  for (const svg of document.querySelectorAll("svg.page")) {
    const here = Number(svg.dataset.page) === page;
    if (here) fetchPicture(svg);
    const shape = { x: left, y: top, width: right - left, height: bottom - top };
    const mark = svg.querySelector(".mark");
    for (const [name, value] of Object.entries(shape)) mark.setAttribute(name, here && svg.dataset.loaded ? value : 0);
    if (!here) continue;
    bring(svg, top / svg.viewBox.baseVal.height);
  }
}

function markLine(where) {
  wanted = null;
  document.querySelector(".is-origin")?.classList.remove("is-origin");
  const number = /第(\d+)行$/.exec(where)?.[1];
  const line = number && document.querySelector(`[data-line="${number}"]`);
  if (!line) return;
  line.classList.add("is-origin");
  bring(line, 0);
}

function show(cell) {
  const origin = provenance[cell];
  const place = origin?.where ? `（${origin.where}）` : "";
  byId("origin").textContent = origin
    ? `${origin.doubt ? `存疑：${origin.doubt}。` : ""}${origin.snippet ? `原文：${origin.snippet}${place}` : "原文中没有找到这一格。"}`
    : "原文中没有找到这一格。";
  if (origin?.box) markPage(origin);
  else markLine(origin?.where ?? "");
}

document.addEventListener("focusin", (event) => {
  const cell = event.target.dataset?.cell;
  if (cell) show(cell);
});
for (const link of document.querySelectorAll(".doubt-list a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    byId(decodeURIComponent(link.hash.slice(1))).focus();
  });
}
byId("clean-all")?.addEventListener("click", () => {
  for (const box of document.querySelectorAll('input[name="clean"]')) box.checked = true;
});

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) fetchPicture(entry.target);
});
for (const page of document.querySelectorAll("svg.page")) seen.observe(page);
document.documentElement.dataset.ready = "true";
