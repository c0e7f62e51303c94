// Looks at many pairs of years as the browser does: node all_swings.mjs < {model, reports: [{now, last}]}
//
// Answers a JSON list: for each pair, the findings of static/swings.mjs.
import { readFileSync } from "node:fs";
import { yearFindings } from "../../static/swings.mjs";
import { contentsOf, prepare } from "../../static/table/model.mjs";

const { model: json, reports } = JSON.parse(readFileSync(0, "utf8"));
const model = { ...prepare(json), swings: json.swings };

process.stdout.write(JSON.stringify(reports.map(({ now, last }) => {
  const contents = contentsOf(model, now, last);
  const known = [...contents].filter(([, { number }]) => number !== null);
  return yearFindings(model, new Map(known.map(([name, { number }]) => [name, number])), contents);
})));
