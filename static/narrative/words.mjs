// Every sentence that the editor shows or speaks.

const FOREIGN = { figure: "图", table: "表" };
const count = new Intl.NumberFormat("zh-CN", { useGrouping: false }).format;

export const words = {
  toolbar: "段落格式",
  aspects: "建议写到的方面",
  levels: ["正文", "一级小标题（一）", "二级小标题 1."],
  undo: "撤销",
  redo: "重做",

  foreign(block) {
    const caption = [block.caption, block.title].find((text) => typeof text === "string") ?? "";
    return `［${FOREIGN[block.type] ?? "其他内容"}］${caption}（此处不能修改，原样保留）`;
  },

  aspectsHint: "建议写到：",
  aspectMissing: (aspect) => `插入小标题“${aspect}”`,
  aspectPresent: (aspect) => `已有“${aspect}”，点击转到该处`,
  aspectInserted: (aspect) => `已插入小标题“${aspect}”，其后连续的序号顺延。`,

  counted: (characters, recommended) => recommended === null
    ? `字数 ${count(characters)}`
    : `字数 ${count(characters)} / 建议不超过 ${count(recommended)}`,
  over: (excess) => `超出 ${count(excess)} 字，请精简`,
  overAnnounced: (recommended) => `字数已超过建议的 ${count(recommended)} 字。`,

  pasted({ blocks, images, tables, deletions }) {
    const notes = [`已粘贴 ${count(blocks)} 段`];
    if (tables) notes.push(`${count(tables)} 个表格已转为文字，每行一段`);
    if (images) notes.push(`${count(images)} 张图片未带入`);
    if (deletions) notes.push(`${count(deletions)} 处修订中删除的文字未带入`);
    return `${notes.join("；")}。`;
  },
  pasteEmpty: "剪贴板里没有可粘贴的文字，图片和文件不能粘贴到这里。",
  pasteTooLong: (characters, most) =>
    `粘贴的文字有 ${count(characters)} 个字符，超过一次 ${count(most)} 个的上限，没有粘贴；请分几次粘贴。`,
  composing: "请先完成输入法选字，再粘贴。",
  indented: "段首已自动空两格，不用再输入空格。",
};
