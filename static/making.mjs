// The page that waits for a file: asks how far it is, and downloads it when it is there.
const FIRST_WAIT = 250;
const LONGEST_WAIT = 2000;
const GROWTH = 1.3;

const said = document.getElementById("making");
const bar = document.querySelector(".making-bar");

function show(message, details = []) {
  bar.hidden = true;
  said.textContent = message;
  const list = document.getElementById("making-details");
  list.hidden = details.length === 0;
  list.replaceChildren(...details.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
}

function offer(words) {
  const again = document.getElementById("making-again");
  again.hidden = false;
  again.firstElementChild.textContent = words;
}

async function ask() {
  const answer = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" });
  const told = await answer.json();
  return answer.ok ? told : { state: "failed", message: told.message, details: [] };
}

async function watch(wait) {
  let told;
  try {
    told = await ask();
  } catch {
    // The program may be starting anew; what it makes is not lost.
    told = { state: "waiting" };
  }
  if (told.state === "ready") {
    document.getElementById("making-head").textContent = "已生成";
    show("已开始下载。");
    offer("没有自动下载的，请点这里");
    location.assign(location.href);
  } else if (told.state === "failed") {
    document.getElementById("making-head").textContent = "没有生成";
    show(told.message, told.details);
    offer("再试一次");
  } else {
    setTimeout(watch, wait, Math.min(wait * GROWTH, LONGEST_WAIT));
  }
}

watch(FIRST_WAIT);
