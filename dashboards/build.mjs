// Builds the pages into dist/, or the folder named: what `juesuan dashboard` puts the data beside.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

const OUT = process.argv[2] ?? "dist";

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT);
const { metafile } = await build({
  entryPoints: { main: "src/main.tsx", style: "styles/main.css" },
  outdir: join(OUT, "assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
  loader: { ".wasm": "file", ".worker.js": "file" },
});

const names = Object.keys(metafile.outputs).map((file) => basename(file));
const asset = (/** @type {RegExp} */ pattern) => {
  const name = names.find((candidate) => pattern.test(candidate));
  if (!name) throw new Error(`no output matches ${pattern.source}`);
  return `assets/${name}`;
};
const page = await readFile("index.html", "utf-8");
await writeFile(
  join(OUT, "index.html"),
  page.replace("{{script}}", asset(/^main-.*\.js$/)).replace("{{style}}", asset(/^style-.*\.css$/)),
);
await cp("icon.svg", join(OUT, "icon.svg"));
await writeFile(join(OUT, "licenses.txt"), await licenses(Object.keys(metafile.inputs)));

/**
 * The licences of the packages that are part of the bundle.
 * @param {string[]} inputs files of the bundle
 */
async function licenses(inputs) {
  const packages = new Set(inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  const texts = [...packages].sort().map(async (name) => {
    const folder = join("node_modules", name);
    /** @type {unknown} */
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf-8"));
    const { version, license } = /** @type {{ version: string, license: string }} */ (manifest);
    const files = await readdir(folder);
    const own = files.filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file)).sort();
    const parts = await Promise.all(own.map((file) => readFile(join(folder, file), "utf-8")));
    return [`${name} ${version} (${license})\n`, ...parts].join("\n");
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}
