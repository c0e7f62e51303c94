// Each figure by itself, as checks/figures.py judges it: left blank, not a number, not a count, an amount
// too fine or too large. No DOM.
import { decimal, isNegative, isWhole, neededDecimals, plain } from "./decimal.mjs";
import { isBlank, shown } from "./numbers.mjs";

const SOURCE_ZERO = "格式要求逐格填写，没有的填“0”";
const FINEST = { 元: 2, 万元: 6 };

/** [fault, what to do] of one figure; null if it is sound. */
function faultOf(value, { kind, unit }) {
  if (value.number === null) {
    const should = kind === "amount" ? `应填以${unit}为单位的金额` : "应填整数";
    return [`“${value.text}”${value.doubt}`, `请核对原件后改正，${should}。`];
  }
  const number = plain(value.number);
  if (isNegative(value.number) && kind !== "signed count") {
    return [`${number} 是负数`, "数量和金额不能小于 0，请改正。"];
  }
  if (kind !== "amount" && !isWhole(value.number)) return [`${number} 不是整数`, "件数应为整数，请改正。"];
  if (kind === "amount" && neededDecimals(value.number) > (FINEST[unit] ?? 6)) {
    return [`${number} ${unit}细于一分`, "金额最多精确到分，请改正。"];
  }
  return null;
}

const figure = (code, severity, name, info, value, message, suggestion, source = "") => ({
  code,
  kind: code,
  severity,
  key: `${code}:${name}`,
  section: info.section,
  cells: [name],
  left: null,
  right: null,
  gap: null,
  message,
  suggestion,
  source,
  covers: { [name]: shown(value) },
  explanation: "",
});

function doubtfulUnit(name, info, value) {
  if (!info.doubtful_above || value.number === null) return null;
  if (value.number.units <= decimal(info.doubtful_above).units) return null;
  const { title, unit, doubtful_above: above } = info;
  return figure(
    "unit", "warning", name, info, value,
    `${title}：${plain(value.number)} ${unit}超过 ${above} ${unit}，可能是把“元”当成了“万元”`,
    `请核对单位是否为${unit}；确实无误的，请填写说明。`,
  );
}

/**
 * The finding of kind blank, number or unit that one cell or fact gives, or null.
 * @param {string} name a cell of the model, or a fact ("facts.…")
 * @param {object} info what the model says of it
 * @param {import("./numbers.mjs").Value} value
 */
export function figureFinding(name, info, value) {
  const isFact = info.group !== undefined;
  if (isBlank(value)) {
    return isFact ? null : figure(
      "blank", "error", name, info, value, `${info.title}：未填`, "请填写；没有的填 0。", SOURCE_ZERO,
    );
  }
  const fault = faultOf(value, info);
  if (fault) {
    const title = isFact ? `${info.group}·${info.title}` : info.title;
    return figure("number", "error", name, info, value, `${title}：${fault[0]}`, fault[1]);
  }
  return doubtfulUnit(name, info, value);
}
