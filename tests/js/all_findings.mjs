// Checks many reports as the browser does: node all_findings.mjs REPORTS.json DIGESTS.txt [INDEX]
//
// REPORTS.json is {models: {format: model}, reports: [{format, values, last}]}; each line of DIGESTS.txt is
// the SHA-256 of one report's findings as JSON with sorted keys. With INDEX, prints the findings of one.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createChecker } from "../../static/table/checker.mjs";
import { contentsOf, prepare } from "../../static/table/model.mjs";

function sorted(data) {
  if (Array.isArray(data)) return data.map(sorted);
  if (data === null || typeof data !== "object") return data;
  return Object.fromEntries(Object.keys(data).sort().map((key) => [key, sorted(data[key])]));
}

const [input, output, index] = process.argv.slice(2);
const { models, reports } = JSON.parse(readFileSync(input, "utf8"));
const prepared = Object.fromEntries(Object.entries(models).map(([id, model]) => [id, prepare(model)]));

function findingsOf({ format, values, last }) {
  const model = prepared[format];
  return JSON.stringify(sorted(createChecker(model, contentsOf(model, values, last)).findings()));
}

if (index === undefined) {
  const digest = (text) => createHash("sha256").update(text).digest("hex");
  writeFileSync(output, reports.map((report) => `${digest(findingsOf(report))}\n`).join(""));
} else {
  process.stdout.write(findingsOf(reports[Number(index)]));
}
