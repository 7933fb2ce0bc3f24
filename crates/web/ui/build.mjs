// Bundles styles and scripts into the folder named by the first argument: minified, with a
// digest in each name, a gzip twin beside each text file, and a manifest that maps plain names
// to the names with digests.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const out = process.argv[2] ?? "dist";
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const shared = {
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome123", "firefox128", "safari17.5"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

const result = await build({
  ...shared,
  entryPoints: {
    app: "src/app.ts",
    style: "src/css/app.css",
    room: "src/room.ts",
    "room-style": "src/css/room.css",
    chat: "src/chat.ts",
  },
  format: "esm",
});

// What stands on pages of others is a script of the old kind, and leaves no name behind.
const widget = await build({ ...shared, entryPoints: { widget: "src/widget.ts" }, format: "iife" });

const manifest = new Map();
const outputs = { ...result.metafile.outputs, ...widget.metafile.outputs };
for (const [path, about] of Object.entries(outputs)) {
  if (!about.entryPoint) continue;
  const kind = path.endsWith(".css") ? "css" : "js";
  const plain = basename(about.entryPoint).replace(/\.(ts|css)$/, "");
  manifest.set(`${plain}.${kind}`, basename(path));
}

for (const plain of ["icons.svg", "mark.svg"]) {
  const bytes = await readFile(join("src", plain));
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const hashed = plain.replace(".", `-${digest}.`);
  await writeFile(join(out, hashed), bytes);
  manifest.set(plain, hashed);
}

for (const name of await readdir(out)) {
  if (/\.(css|js|svg)$/.test(name)) {
    await writeFile(join(out, `${name}.gz`), gzipSync(await readFile(join(out, name)), { level: 9 }));
  }
}
const lines = [...manifest].map(([plain, hashed]) => `${plain}\t${hashed}\n`).sort();
await writeFile(join(out, "manifest.tsv"), lines.join(""));
