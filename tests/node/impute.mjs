// Fills the missing cells of raw rows with a table's model folder, in Node.js alone: node impute.mjs MODELFOLDER ROWS.json
// ROWS.json has the format of score.mjs. Prints a JSON array of objects with the filled columns: numbers, texts of categories (or
// their numbers), arrays for vectors.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runOnRows } from "./score.mjs";

function cellOf(column, values, row) {
  if (column.type === "key") return column.key_values?.[values[row] - 1] ?? values[row];
  const slots = Array.from(values.slice(row * column.width, (row + 1) * column.width));
  return column.width === 1 ? slots[0] : slots;
}

export async function impute(modelFolder, rows) {
  const { manifest, outputs } = await runOnRows(modelFolder, "imputer.onnx", rows);
  const columns = manifest.columns.filter((column) => column.type !== "boolean");
  return rows.map((_, row) =>
    Object.fromEntries(
      columns.map((column) => [
        column.name,
        cellOf(column, outputs[`${column.graph_name ?? column.name}_imputed`].data, row),
      ])
    )
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [modelFolder, rowsFile] = process.argv.slice(2);
  if (!rowsFile) {
    console.error("usage: node impute.mjs MODELFOLDER ROWS.json");
    process.exit(2);
  }

  console.log(JSON.stringify(await impute(modelFolder, JSON.parse(readFileSync(rowsFile, "utf8")))));
}
