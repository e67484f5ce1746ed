"""Scores a CSV file with a model folder as a Python user would: pandas reads, torch computes, pandas writes.

python3 score_csv.py MODELFOLDER ROWS.csv SCORES.csv THREADS

The forward pass is that of scorer.onnx, node by node in float32 on blocks of rows that stay in the cache of the processor. Only the
nodes that the score needs are computed.
"""

import functools
import json
import sys
import time

import numpy as np
import onnx
import pandas as pd
import torch
from onnx import numpy_helper

BLOCK = 4096  # the fastest of 1024 to 65,536

MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "none", "?", "-", "."]


def read_table(path, manifest):
    """Returns the columns of the model as tensors, by the names of the graph's inputs, and the unseen categories of each row."""
    schema = manifest.get("table_schema", {}).get("columns", {})
    texts = {c["name"]: str for c in manifest["columns"] if c["type"] == "key"}
    table = pd.read_csv(path, na_values=MISSING, keep_default_na=False, dtype=texts)
    inputs = {}
    unseen = None if not texts else np.full(len(table), "", dtype=object)
    for column in manifest["columns"]:
        name = column["name"]
        cells = table[name]
        if column["type"] == "key":
            codes = pd.Categorical(cells.str.lower() if schema[name]["kind"] == "boolean" else cells, categories=column["key_values"]).codes
            keys = codes.astype(np.int64) + 1
            new = (codes < 0) & cells.notna().to_numpy()
            keys[new] = len(column["key_values"]) + 1
            unseen[new] = [f"{names};{name}" if names else name for names in unseen[new]]
            inputs[name] = torch.from_numpy(keys[:, None])
        elif column["type"] == "boolean":
            inputs[name] = torch.from_numpy(cells.astype(bool).to_numpy()[:, None])
        elif schema.get(name, {}).get("kind") == "date":
            inputs[name] = torch.from_numpy(date_parts(table, name, schema))
        else:
            inputs[name] = torch.from_numpy(cells.to_numpy(dtype=np.float32)[:, None])
    return len(table), inputs, unseen


def date_parts(table, name, schemas):
    """Returns days since the origin and angles of the parts that vary, or days since the dates of another column, which have times of day."""
    schema = schemas[name]
    dates = pd.to_datetime(table[name])
    if "since" in schema:
        days = (dates - pd.to_datetime(table[schema["since"]])) / pd.Timedelta(days=1)
        return days.to_numpy(dtype=np.float32)[:, None]
    days = (dates - pd.Timestamp(schema["origin"])) / pd.Timedelta(days=1)
    parts = [days]
    for part in schema["parts"]:
        if part == "days":
            continue
        phase = {
            "season": lambda: (dates.dt.dayofyear - 1) / 365.25,
            "weekday": lambda: ((dates.dt.dayofweek + 1) % 7) / 7,
            "hour": lambda: (dates - dates.dt.normalize()) / pd.Timedelta(days=1),
        }[part]()
        parts += [np.sin(2 * np.pi * phase), np.cos(2 * np.pi * phase)]
    return np.stack(parts, axis=1).astype(np.float32)


class Graph:
    """The nodes of an ONNX graph that an output needs."""

    def __init__(self, path, output):
        graph = onnx.load(path).graph
        self.constants = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
        needed, self.nodes = {output}, []
        for node in reversed(graph.node):
            if needed & set(node.output):
                needed |= set(node.input)
                attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
                self.nodes.insert(0, (node.op_type, list(node.input), list(node.output), attributes))
        self.output = output

    def run(self, inputs):
        values = {**self.constants, **inputs}
        for kind, names, outputs, attributes in self.nodes:
            results = OPERATORS[kind]([values[name] if name else None for name in names], attributes)
            values.update(zip(outputs, results if isinstance(results, tuple) else (results,)))
        return values[self.output]


def gemm(x, a):
    left = x[0].T if a.get("transA") else x[0]
    right = x[1].T if a.get("transB") else x[1]
    return torch.addmm(x[2], left, right) if len(x) > 2 else left @ right


def slice_(x, a):
    axes = x[3].tolist() if len(x) > 3 and x[3] is not None else range(len(x[1]))
    result = x[0]
    for start, end, axis in zip(x[1].tolist(), x[2].tolist(), axes):
        size = result.shape[axis]
        result = result.narrow(axis, start, min(end, size) - start)
    return result


def reduce_sum(x, a):
    return x[0].sum(dim=x[1].tolist(), keepdim=bool(a.get("keepdims", 1)))


def split(x, a):
    return torch.split(x[0], x[1].tolist(), dim=a.get("axis", 0))


def gather(x, a):
    index = x[1].to(torch.int64)
    axis = a.get("axis", 0)
    picked = torch.index_select(x[0], axis, index.reshape(-1))
    return picked.reshape(*x[0].shape[:axis], *index.shape, *x[0].shape[axis + 1 :])


def reshape(x, a):
    return x[0].reshape([x[0].shape[i] if size == 0 else size for i, size in enumerate(x[1].tolist())])


def cast(x, a):
    types = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool, 11: torch.float64, 12: torch.int64}
    return x[0].to(types[a["to"]])


OPERATORS = {
    "Abs": lambda x, a: x[0].abs(),
    "Add": lambda x, a: x[0] + x[1],
    "And": lambda x, a: x[0] & x[1],
    "Cast": cast,
    "Clip": lambda x, a: x[0].clamp(x[1], x[2]),
    "Concat": lambda x, a: torch.cat(x, dim=a["axis"]),
    "Div": lambda x, a: x[0] / x[1],
    "Equal": lambda x, a: x[0] == x[1],
    "Exp": lambda x, a: x[0].exp(),
    "Gather": gather,
    "Gemm": gemm,
    "Greater": lambda x, a: x[0] > x[1],
    "IsInf": lambda x, a: torch.isposinf(x[0]) if a.get("detect_negative") == 0 else torch.isinf(x[0]),
    "IsNaN": lambda x, a: x[0].isnan(),
    "Less": lambda x, a: x[0] < x[1],
    "Log": lambda x, a: x[0].log(),
    "LogSoftmax": lambda x, a: torch.log_softmax(x[0], dim=a.get("axis", -1)),
    "MatMul": lambda x, a: x[0] @ x[1],
    "Max": lambda x, a: functools.reduce(torch.maximum, x),
    "Min": lambda x, a: functools.reduce(torch.minimum, x),
    "Mul": lambda x, a: x[0] * x[1],
    "Neg": lambda x, a: -x[0],
    "Not": lambda x, a: ~x[0],
    "OneHot": lambda x, a: torch.nn.functional.one_hot(x[0], int(x[1])).to(torch.float32),
    "Or": lambda x, a: x[0] | x[1],
    "ReduceSum": reduce_sum,
    "Relu": lambda x, a: x[0].relu(),
    "Reshape": reshape,
    "Sigmoid": lambda x, a: x[0].sigmoid(),
    "Slice": slice_,
    "Softplus": lambda x, a: torch.nn.functional.softplus(x[0]),
    "Split": split,
    "Sqrt": lambda x, a: x[0].sqrt(),
    "Sub": lambda x, a: x[0] - x[1],
    "Tanh": lambda x, a: x[0].tanh(),
    "Unsqueeze": lambda x, a: x[0].unsqueeze(int(x[1])),
    "Where": lambda x, a: torch.where(x[0], x[1], x[2]),
}


def main(folder, rows, output, threads):
    torch.set_num_threads(int(threads))
    start = time.perf_counter()
    with open(f"{folder}/manifest.json", encoding="utf-8") as file:
        manifest = json.load(file)
    graph = Graph(f"{folder}/scorer.onnx", "score")
    opened = time.perf_counter()
    count, inputs, unseen = read_table(rows, manifest)
    read = time.perf_counter()
    with torch.inference_mode():
        scores = torch.cat(
            [graph.run({k: v[i : i + BLOCK] for k, v in inputs.items()})[:, 0] for i in range(0, count, BLOCK)]
        ).numpy()
    computed = time.perf_counter()
    threshold = np.float32(manifest["threshold"]["negative_elbo"])
    results = pd.DataFrame({"Score": scores, "PredictedLabel": (scores > threshold).astype(np.int8)})
    if unseen is not None:
        results["Unseen"] = unseen
    results.to_csv(output, index=False)
    written = time.perf_counter()
    print(json.dumps({"open": opened - start, "read": read - opened, "run": computed - read, "write": written - computed}))


if __name__ == "__main__":
    main(*sys.argv[1:])
