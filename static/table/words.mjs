// Every sentence that the table shows or speaks, but for those that come with the rules.
import { signedGap } from "../relations.mjs";

const names = (list, most = 3) => {
  const shown = list.slice(0, most).map((name) => `「${name}」`).join("、");
  return list.length > most ? `${shown}等 ${list.length} 格` : shown;
};
const COUNTS = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九"];
const counted = (n) => COUNTS[n] ?? String(n);

/** 「自然人（两式）、总计均平」: each place once, with how many of its relations. */
function settled(wheres) {
  const counts = new Map(wheres.map((where) => [where, wheres.filter((one) => one === where).length]));
  if (wheres.length === 1) return `${wheres[0]}一式即平`;
  if (counts.size === 1) return `${wheres[0]}${counted(wheres.length)}式均平`;
  const named = [...counts].map(([where, count]) => (count > 1 ? `${where}（${counted(count)}式）` : where)).join("、");
  return counts.size === wheres.length ? `${named}${counted(wheres.length)}式均平` : `${named}均平`;
}

export const words = {
  // Kinds of mark, spoken and shown.
  open: "待填",
  missing: "未填",
  holds: "✓",
  gapHead: "核对",
  gap: (gap) => `差 ${signedGap(gap)}`,
  partial: (sum) => `小计 ${sum}`,
  takenAs: (typed, number, unit) => `“${typed}”按 ${number}${unit && ` ${unit}`}`,
  remote: "他人已改",

  // The equation strip.
  stripEmpty: "点一格，这里显示它所在的勾稽关系。",
  thisYear: (text) => `本年 ${text || "未填"}`,
  lastYear: (text) => `上年 ${text}`,
  unit: (unit) => `单位：${unit}`,
  waiting: (name, sum, count) => `${name}已填 ${sum}，还有 ${count} 格待填`,
  adopt: (sum, title) => `${title && `「${title}」`}采用合计 ${sum}`,
  adopted: (title, sum) => `「${title}」已采用合计 ${sum}。`,
  wouldSettle: (title, number, wheres) => `若「${title}」改为 ${number}，${settled(wheres)}。`,
  mightSettle: (number, wheres, rivals) =>
    `此格改为 ${number} 也能使${settled(wheres)}，但另有 ${rivals} 格同样可能有误，请核对原始数据。`,
  change: (number) => `改为 ${number}`,
  changed: (title, number) => `「${title}」已改为 ${number}。`,
  key: "快捷键 Alt+回车",

  // The summary and the tabs.
  severities: { error: "强制性", warning: "核实性（须说明）", advice: "提示" },
  explained: "已说明",
  explain: "填写说明",
  unexplained: "待说明",
  waitingCells: (short, count) => `${short}：待填 ${count} 格`,
  missingCells: (short, count) => `${short}：还有 ${count} 格未填，没有的填 0`,
  allClear: "✓ 没有发现差错",
  tabs: { error: "强制性差错", warning: "待说明", blank: "待填" },

  // Announcements of findings.
  broken: (sentences) => sentences.length > 2
    ? `有 ${sentences.length} 处新的差错：${sentences[0]}；等。`
    : `${sentences.join("；")}。`,
  mended: (count) => `${count} 处已平。`,
  allMended: "勾稽关系全部已平。",

  // Tools.
  fillRow: "本行填 0",
  fillTable: "本表其余填 0",
  zeroYears: { applications: "全年零申请" },
  paste: "从 Excel 粘贴…",
  undo: "撤销",
  redo: "重做",
  noCell: "请先点一格，再用“本行填 0”。",
  filled: (count) => `已填 ${count} 个 0。`,
  totalsLeft: (count) => `另有 ${count} 个总计格，待各分项填好后自动得出。`,
  nothingToFill: "没有空白格可填。",
  notZeroYear: (titles) => `表中已有不为 0 的内容：${names(titles)}。没有填写；可改用“本表其余填 0”。`,
  undone: (label, count) => `已撤销“${label}”，${count} 格恢复原样。`,
  redone: (label, count) => `已重做“${label}”，涉及 ${count} 格。`,
  nothingToUndo: "没有可撤销的操作。",
  nothingToRedo: "没有可重做的操作。",
  foreign: (count) => `其中 ${count} 格已被他人改动，未动。`,
  steps: { fillRow: "本行填 0", fillTable: "本表其余填 0", paste: "粘贴", adopt: "采用合计", change: "改数" },

  // Pasting.
  pasteTooLarge: (size) => `粘贴的内容约 ${(size / 1024 / 1024).toFixed(1)} MB，太大了，没有粘贴。请只复制表格本身。`,
  pasteTooMany: (rows, columns) => `粘贴的内容有 ${rows} 行 ${columns} 列，远多于本表，没有粘贴。请只复制需要的部分。`,
  pasteTooLong: (length) => `粘贴的文字有 ${length} 个字符，一格放不下，没有粘贴。`,
  pasteNothing: "剪贴板里没有表格或文字，没有粘贴。",
  pasteSingleOnly: "这里一次只能粘贴一格，没有粘贴。",
  pasteWritten: (count) => `写入 ${count} 格`,
  pasteBlank: (count) => `空白 ${count} 格，原样未动`,
  pasteAgree: (count) => `合计 ${count} 格，与粘贴的一致`,
  pasteUnread: (titles) => `读不出 ${titles.length} 格，照原样放入：${names(titles)}`,
  pasteDiffers: (count) => `合计 ${count} 格与粘贴的不同，未改写`,
  pasteDiffer: (title, pasted, stands) => `「${title}」粘贴的是 ${pasted}，表中是 ${stands || "空白"}`,
  pasteSkipped: (count) => `没有对应的格、未写入 ${count} 处`,
  pasteClose: "关闭粘贴结果",
  pasteHere: "请在下框中按 Ctrl+V 粘贴从 Excel、WPS 或 Word 复制的表格。",
  pasteBox: "粘贴处",
  previewHead: "粘贴的内容与本表对不上，请核对",
  previewWhy: "没有写入任何内容，原因：",
  previewRow: "从表中哪一行写起",
  previewColumn: "从表中哪一列写起",
  previewSkipRows: "跳过开头几行（标题）",
  previewSkipColumns: "跳过开头几列（栏目名）",
  previewSum: (written, compared, skipped) => `将写入 ${written} 格，核对合计 ${compared} 格，跳过 ${skipped} 处。`,
  previewWrite: "写入",
  cancel: "取消",
};
