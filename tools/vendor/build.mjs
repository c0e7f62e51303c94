// Writes the browser files of static/vendor from the packages installed beside this script:
//   node build.mjs INSTALLED OUT
// INSTALLED holds node_modules; OUT is emptied and filled. The same packages give the same bytes.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const [installed, out] = process.argv.slice(2).map((path) => resolve(path));
const modules = join(installed, "node_modules");
const esbuild = createRequire(join(installed, "package.json"))("esbuild");

/** Bundles NAME.entry.mjs into one module; returns the packages that went into it. */
async function bundle(name, banner) {
  const { metafile } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL(`${name}.entry.mjs`, import.meta.url))],
    nodePaths: [modules],
    absWorkingDir: installed,
    outfile: join(out, `${name}.mjs`),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: `// ${banner}, MIT; see VENDORED.md and licences/.` },
    metafile: true,
  });
  const names = Object.keys(metafile.inputs)
    .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter((found) => found !== undefined);
  return [...new Set(names)].sort();
}

async function copyBootstrap() {
  const css = await readFile(join(modules, "bootstrap/dist/css/bootstrap.min.css"), "utf8");
  // The map is not vendored, so nothing may ask for it.
  await writeFile(join(out, "bootstrap.min.css"), css.replace(/\/\*# sourceMappingURL=.*?\*\/\s*$/, ""));
}

async function recordPackage(name, files) {
  const { version, license } = JSON.parse(await readFile(join(modules, name, "package.json"), "utf8"));
  const folder = await readdir(join(modules, name));
  const licence = folder.find((file) => /^licen[cs]e(\.(md|txt))?$/i.test(file));
  if (licence === undefined) throw new Error(`${name} ships no licence file`);
  await copyFile(join(modules, name, licence), join(out, "licences", `${name}.txt`));
  return `| ${name} | ${version} | ${license} | \`licences/${name}.txt\` | ${files} |`;
}

async function allFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

async function writeSums() {
  const lines = [];
  for (const file of await allFiles(out)) {
    const digest = createHash("sha256").update(await readFile(join(out, file))).digest("hex");
    lines.push(`${digest}  ${file}\n`);
  }
  await writeFile(join(out, "SHA256SUMS"), lines.join(""));
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "licences"), { recursive: true });
await copyBootstrap();
const rows = [await recordPackage("bootstrap", "`bootstrap.min.css`")];
await copyFile(join(modules, "prosemirror-view/style/prosemirror.css"), join(out, "prosemirror.css"));
for (const name of await bundle("prosemirror", "ProseMirror and its helpers")) {
  const css = name === "prosemirror-view" ? ", `prosemirror.css`" : "";
  rows.push(await recordPackage(name, `\`prosemirror.mjs\`${css}`));
}
for (const name of await bundle("diff3", "node-diff3")) {
  rows.push(await recordPackage(name, "`diff3.mjs`"));
}
await writeFile(join(out, "VENDORED.md"), `# Vendored browser files

Written by \`tools/vendor/vendor.sh\`; never edit a file of this folder by hand. Versions are pinned in
\`tools/vendor/package-lock.json\`; \`SHA256SUMS\` says what each file must be.

| package | version | licence | licence text | files |
|---|---|---|---|---|
${rows.join("\n")}
`);
await writeSums();
