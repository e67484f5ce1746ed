// Scores raw rows with a table's model folder, in Node.js alone: node score.mjs MODELFOLDER ROWS.json
// ROWS.json holds an array of objects with a member per column: numbers, true or false, texts of categories (or their
// numbers), arrays for vectors; null or no member where there is no value. Columns on which the model depends need a value
// that the training data had. Prints a JSON array of scores and labels.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ort from "onnxruntime-node";

const MISSING_KEY = 0;

// The number of a category, counted from 1, or 0 for a missing or unseen one.
function keyOf(column, value) {
  if (value === null || value === undefined) return MISSING_KEY;
  if (!column.key_values) return value;
  const isSame = column.key_value_type === "text" ? (v) => v === String(value) : (v) => Number(v) === Number(value);
  return column.key_values.findIndex(isSame) + 1;
}

// [N, width]: a graph's input for one column.
function tensorOf(column, rows) {
  const values = rows.flatMap((row) => row[column.name] ?? Array(column.width).fill(null));
  const dims = [rows.length, column.width];
  switch (column.type) {
    case "boolean":
      if (values.includes(null)) throw new Error(`Column '${column.name}' is Boolean; every row needs true or false.`);
      return new ort.Tensor("bool", Uint8Array.from(values), dims);
    case "key":
      return new ort.Tensor("uint32", Uint32Array.from(values, (v) => keyOf(column, v)), dims);
    default:
      return new ort.Tensor("float32", Float32Array.from(values, (v) => v ?? NaN), dims);
  }
}

// A condition is never missing, and never a category that training did not have.
function checkCondition(column, rows) {
  rows.forEach((row, number) => {
    const value = row[column.name] ?? null;
    const key = column.type === "key" ? keyOf(column, value) : 1;
    if (value === null || key < 1 || key > (column.key_count ?? 1)) {
      throw new Error(`Row ${number}: the condition '${column.name}' is '${value}', which is missing or unknown.`);
    }
  });
}

// The manifest, and the outputs of a graph that reads the columns.
export async function runOnRows(modelFolder, graph, rows) {
  const manifest = JSON.parse(readFileSync(join(modelFolder, "manifest.json"), "utf8"));
  if (manifest.inputs !== "columns") throw new Error(`'${modelFolder}' is no model of a table.`);
  const session = await ort.InferenceSession.create(join(modelFolder, graph));
  const conditions = manifest.conditions?.columns ?? [];
  conditions.forEach((column) => checkCondition(column, rows));
  const columns = [...manifest.columns, ...conditions];
  const feeds = columns.map((column) => [column.graph_name ?? column.name, tensorOf(column, rows)]);
  return { manifest, outputs: await session.run(Object.fromEntries(feeds)) };
}

export async function score(modelFolder, rows) {
  const { manifest, outputs } = await runOnRows(modelFolder, "scorer.onnx", rows);
  const threshold = manifest.threshold.negative_elbo;
  return Array.from(outputs.score.data, (value) => ({ score: value, isAnomaly: value > threshold }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [modelFolder, rowsFile] = process.argv.slice(2);
  if (!rowsFile) {
    console.error("usage: node score.mjs MODELFOLDER ROWS.json");
    process.exit(2);
  }

  console.log(JSON.stringify(await score(modelFolder, JSON.parse(readFileSync(rowsFile, "utf8")))));
}
