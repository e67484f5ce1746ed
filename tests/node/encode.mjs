// Encodes raw rows with a table's model folder, in Node.js alone: node encode.mjs MODELFOLDER ROWS.json
// ROWS.json has the format of score.mjs. Prints a JSON array of latents: the posterior mean of each row.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runOnRows } from "./score.mjs";

export async function encode(modelFolder, rows) {
  const { manifest, outputs } = await runOnRows(modelFolder, "encoder.onnx", rows);
  const width = manifest.latent.dim;
  return rows.map((_, row) => Array.from(outputs.mean.data.slice(row * width, (row + 1) * width)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [modelFolder, rowsFile] = process.argv.slice(2);
  if (!rowsFile) {
    console.error("usage: node encode.mjs MODELFOLDER ROWS.json");
    process.exit(2);
  }

  console.log(JSON.stringify(await encode(modelFolder, JSON.parse(readFileSync(rowsFile, "utf8")))));
}
