// Every sentence that the editor shows or speaks.

const FOREIGN = { figure: "图", table: "表" };
const named = (kind, caption) => (caption === "" ? kind : `${kind}：${caption}`);
const count = new Intl.NumberFormat("zh-CN", { useGrouping: false }).format;

export const words = {
  toolbar: "段落格式",
  aspects: "建议写到的方面",
  levels: ["正文", "一级小标题（一）", "二级小标题 1."],
  insertPicture: "插入图片",
  insertPictureHint: "插入图片（PNG、JPEG、WebP、GIF，也可以粘贴或拖入）",
  insertTable: "插入表格",
  insertTableHint: "插入表格（也可以从 Word、WPS、Excel 粘贴）",
  undo: "撤销",
  redo: "重做",

  foreign(block) {
    const caption = [block.caption, block.title].find((text) => typeof text === "string") ?? "";
    return `［${FOREIGN[block.type] ?? "其他内容"}］${caption}（此处不能修改，原样保留）`;
  },

  figure: (caption) => named("图", caption),
  figureCaption: "图题（照印，含序号）",
  alt: "替代文字（必填）",
  altHint: "用一两句话写出图中的内容，供看不到图的读者听读；不印在纸上。",
  removeFigure: "删除此图",
  pictureMissing: "这张图片显示不出来。",
  pictureSending: "正在处理图片…",
  pictureInserted: "已插入图片，拍摄信息和位置已去掉。请填写替代文字。",
  pictureFailed: "图片没有送到服务器，没有插入。请稍后再试。",
  pictureKind: "只能插入 PNG、JPEG、WebP 或 GIF 图片；SVG 等其他格式请先另存为 PNG。",
  pictureTooLarge: "图片文件超过 10 MB 的上限。请先缩小后再插入。",

  table: (caption) => named("表格", caption),
  tableCaption: "表题（照印，含序号）",
  tableTools: "表格工具",
  addRow: "下方加一行",
  addColumn: "右侧加一列",
  removeRow: "删除本行",
  removeColumn: "删除本列",
  removeTable: "删除表格",
  head: "表头",
  heads: ["没有表头", "第 1 行", "前 2 行"],
  headSet: (rows) => (rows === 0 ? "表格没有表头了。" : `前 ${rows} 行是表头。`),
  tableDone: (label) => `已${label}。`,
  tableLimit: "不能再加或再减了：表格最多 200 行、20 列，至少一行一列。",
  tableInserted: "已插入表格。按 Tab 到下一格，在最后一格按 Tab 加一行，按 Esc 离开表格。",
  cellsPasted: (rows) => `已把粘贴的 ${count(rows)} 行填进表格。`,
  cellPasted: "已粘贴到这一格，各段连成一段。",

  aspectsHint: "建议写到：",
  aspectMissing: (aspect) => `插入小标题“${aspect}”`,
  aspectPresent: (aspect) => `已有“${aspect}”，点击转到该处`,
  aspectInserted: (aspect) => `已插入小标题“${aspect}”，其后连续的序号顺延。`,

  counted: (characters, recommended) => recommended === null
    ? `字数 ${count(characters)}`
    : `字数 ${count(characters)} / 建议不超过 ${count(recommended)}`,
  over: (excess) => `超出 ${count(excess)} 字，请精简`,
  overAnnounced: (recommended) => `字数已超过建议的 ${count(recommended)} 字。`,

  pasted({ blocks, grids, images, tables, deletions }) {
    const notes = [`已粘贴 ${count(blocks)} 段`];
    if (grids) notes.push(`其中 ${count(grids)} 个表格，合并的单元格已拆开填好`);
    if (tables) notes.push(`${count(tables)} 个表格已转为文字，每行一段`);
    if (images) notes.push(`${count(images)} 张图片未带入`);
    if (deletions) notes.push(`${count(deletions)} 处修订中删除的文字未带入`);
    return `${notes.join("；")}。`;
  },
  pasteEmpty: "剪贴板里没有可粘贴的文字或图片。",
  pasteTooLong: (characters, most) =>
    `粘贴的文字有 ${count(characters)} 个字符，超过一次 ${count(most)} 个的上限，没有粘贴；请分几次粘贴。`,
  composing: "请先完成输入法选字，再粘贴。",
  indented: "段首已自动空两格，不用再输入空格。",
};
