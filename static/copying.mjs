// The button that copies a text area. The clipboard's own interface is there on this computer and under https only.

const button = document.getElementById("copy");
const code = document.getElementById("code");
const said = document.getElementById("copied");

function marked() {
  code.focus();
  code.select();
  return document.execCommand("copy");
}

async function copied() {
  if (!navigator.clipboard) return marked();
  try {
    await navigator.clipboard.writeText(code.value);
    return true;
  } catch {
    // The browser or its user does not allow it.
    return marked();
  }
}

button.hidden = false;
button.addEventListener("click", async () => {
  // Emptied first, so that a second copy is announced too.
  said.textContent = "";
  said.textContent = (await copied()) ? "✓ 已复制" : "浏览器不允许复制，已选中全部代码，请按 Ctrl+C。";
});
