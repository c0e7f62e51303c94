// How far a set of files is (导出全部): asks each second, says it aloud now and then, and shows the end.
const EVERY = 1000;
// What is read aloud, at most every so many milliseconds.
const ALOUD = 10_000;

const progress = document.getElementById("batch-progress");
const rows = document.getElementById("batch-items").rows;
let lastAloud = performance.now();

function words(told) {
  const failed = told.failed ? `，其中 ${told.failed} 份有问题` : "";
  return `${told.finished} / ${told.count} 份${failed}`;
}

function show(told) {
  const shown = words(told);
  progress.value = told.finished;
  document.getElementById("batch-words").textContent = shown;
  document.getElementById("batch-idle").hidden = !told.idle;
  told.items.forEach((item, number) => {
    const row = rows[number];
    if (row.dataset.state === item.state) return;
    row.dataset.state = item.state;
    row.querySelector(".set-state").textContent = item.word;
    row.querySelector(".set-problem").textContent = item.message;
  });
  if (performance.now() - lastAloud > ALOUD) {
    lastAloud = performance.now();
    document.getElementById("batch-live").textContent = `已完成 ${shown}`;
  }
}

async function watch() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok) {
      const told = await answer.json();
      show(told);
      if (told.state !== "running") {
        location.reload();
        return;
      }
    }
  } catch {
    // The program may be starting anew; it goes on where it was.
  }
  setTimeout(watch, EVERY);
}

setTimeout(watch, EVERY);
