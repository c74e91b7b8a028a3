/** Writes each script and stylesheet once more as brotli has it, which every browser takes. The server
 * makes the same with gzip, for what asks without. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const ASSETS = new URL("dist/assets/", import.meta.url);
const compress = promisify(brotliCompress);

const texts = (await readdir(ASSETS)).filter((name) => /\.(js|css)$/.test(name));
await Promise.all(
  texts.map(async (name) => {
    const text = await readFile(new URL(name, ASSETS));
    await writeFile(new URL(`${name}.br`, ASSETS), await compress(text));
  }),
);
