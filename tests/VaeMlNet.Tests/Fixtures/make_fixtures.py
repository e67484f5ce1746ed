#!/usr/bin/python3
"""Writes the model folders that the tests open: bernoulli/ and gaussian/, D = 6, hidden 5, L = 2, and wide/, 32, 16, 4.

Run with Debian's python3-onnx: /usr/bin/python3 make_fixtures.py
Weights are seeded, so that a second run gives the same files. The recorded outputs come from numpy in float64, not from an
ONNX runtime: they are an independent statement of what the graphs must give. The weights stand in NAME.weights.json
for the tests' own computation, but for wide/, which is there for its size.
"""

import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, checker, helper, numpy_helper

D, H, L, ROWS = 6, 5, 2, 8
HERE = pathlib.Path(__file__).resolve().parent


def weights(seed):
    rng = np.random.default_rng(seed)

    def w(*shape):
        return rng.normal(0, 0.4, shape).astype(np.float32)

    return {
        "encoder_hidden_w": w(H, D), "encoder_hidden_b": w(H),
        "mean_w": w(L, H), "mean_b": w(L),
        "log_variance_w": w(L, H), "log_variance_b": w(L),
        "decoder_hidden_w": w(H, L), "decoder_hidden_b": w(H),
        "decoder_out_w": w(D, H), "decoder_out_b": w(D),
    }


# What the graphs compute, in float64 (Kingma and Welling 2014, appendices B and C).
def compute(p, x, likelihood):
    p = {k: v.astype(np.float64) for k, v in p.items()}
    x = x.astype(np.float64)
    h = np.maximum(x @ p["encoder_hidden_w"].T + p["encoder_hidden_b"], 0)
    mean = h @ p["mean_w"].T + p["mean_b"]
    log_variance = h @ p["log_variance_w"].T + p["log_variance_b"]
    out = decode_raw(p, mean)
    if likelihood == "bernoulli":
        contributions = np.maximum(out, 0) - out * x + np.log1p(np.exp(-np.abs(out)))
    else:
        contributions = 0.5 * ((x - out) ** 2 + np.log(2 * np.pi))
    error = contributions.sum(1, keepdims=True)
    kl = -0.5 * (1 + log_variance - mean**2 - np.exp(log_variance)).sum(1, keepdims=True)
    return mean, log_variance, error + kl, error, kl, contributions, contributions + kl / x.shape[1]


def decode_raw(p, z):
    h = np.maximum(z @ p["decoder_hidden_w"].T + p["decoder_hidden_b"], 0)
    return h @ p["decoder_out_w"].T + p["decoder_out_b"]


def gemm(x, layer, y):
    return helper.make_node("Gemm", [x, layer + "_w", layer + "_b"], [y], transB=1)


ENCODER = [
    gemm("features", "encoder_hidden", "eh"), helper.make_node("Relu", ["eh"], ["er"]),
    gemm("er", "mean", "mean"), gemm("er", "log_variance", "log_variance"),
]


def decoder(z, out):
    return [gemm(z, "decoder_hidden", "dh"), helper.make_node("Relu", ["dh"], ["dr"]), gemm("dr", "decoder_out", out)]


def scorer(likelihood):
    def node(op, inputs, output, **attributes):
        return helper.make_node(op, inputs, [output], **attributes)

    if likelihood == "bernoulli":
        per_slot = [
            node("Relu", ["out"], "positive"), node("Mul", ["out", "features"], "dot"),
            node("Sub", ["positive", "dot"], "linear"), node("Abs", ["out"], "abs"), node("Neg", ["abs"], "neg"),
            node("Softplus", ["neg"], "soft"), node("Add", ["linear", "soft"], "contributions"),
        ]
    else:
        per_slot = [
            node("Sub", ["features", "out"], "diff"), node("Mul", ["diff", "diff"], "square"),
            node("Add", ["square", "log_2pi"], "shifted"), node("Mul", ["shifted", "half"], "contributions"),
        ]
    kl = [
        node("Mul", ["mean", "mean"], "mean2"), node("Exp", ["log_variance"], "variance"),
        node("Add", ["mean2", "variance"], "sum2"), node("Sub", ["sum2", "log_variance"], "less"),
        node("Sub", ["less", "one"], "terms"), node("ReduceSum", ["terms", "axis"], "kl_sum", keepdims=1),
        node("Mul", ["kl_sum", "half"], "kl"),
    ]
    total = [
        node("ReduceSum", ["contributions", "axis"], "reconstruction_error", keepdims=1),
        node("Add", ["reconstruction_error", "kl"], "score"),
        node("Div", ["kl", "width"], "share"), node("Add", ["contributions", "share"], "score_contributions"),
    ]
    return ENCODER + decoder("mean", "out") + per_slot + kl + total


def save(path, nodes, p, inputs, outputs):
    constants = {
        "half": np.array(0.5, np.float32), "one": np.array(1, np.float32),
        "log_2pi": np.array(np.log(2 * np.pi), np.float32), "axis": np.array([1], np.int64),
        "width": np.array(D, np.float32),
    }
    used = {name for n in nodes for name in n.input}
    initializers = [numpy_helper.from_array(v, k) for k, v in {**p, **constants}.items() if k in used]

    def info(name, width):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width])

    graph = helper.make_graph(nodes, path.stem, [info(*i) for i in inputs], [info(*o) for o in outputs], initializers)
    model = helper.make_model(graph, producer_name="make_fixtures", opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString())


def write(name, likelihood, seed, record_weights=True):
    folder = HERE / name
    data = folder / "test_data_set_0"
    data.mkdir(parents=True, exist_ok=True)
    p = weights(seed)
    rng = np.random.default_rng(seed + 100)
    x = (rng.uniform(0, 1, (ROWS, D)) if likelihood == "bernoulli" else rng.uniform(-2, 3, (ROWS, D))).astype(np.float32)
    z = rng.normal(0, 1, (ROWS, L)).astype(np.float32)

    last = [helper.make_node("Sigmoid", ["raw"], ["reconstruction"])]
    decoder_nodes = decoder("latent", "raw") + last if likelihood == "bernoulli" else decoder("latent", "reconstruction")
    save(folder / "encoder.onnx", ENCODER, p, [("features", D)], [("mean", L), ("log_variance", L)])
    save(folder / "decoder.onnx", decoder_nodes, p, [("latent", L)], [("reconstruction", D)])
    scorer_outputs = [("score", 1), ("reconstruction_error", 1), ("kl", 1), ("contributions", D), ("score_contributions", D)]
    save(folder / "scorer.onnx", scorer(likelihood), p, [("features", D)], scorer_outputs)

    mean, log_variance, score, error, kl, contributions, score_contributions = compute(p, x, likelihood)
    raw = decode_raw({k: v.astype(np.float64) for k, v in p.items()}, z.astype(np.float64))
    reconstruction = 1 / (1 + np.exp(-raw)) if likelihood == "bernoulli" else raw
    files = {
        "encoder_input_0": ("features", x), "encoder_output_0": ("mean", mean),
        "encoder_output_1": ("log_variance", log_variance),
        "decoder_input_0": ("latent", z), "decoder_output_0": ("reconstruction", reconstruction),
        "scorer_input_0": ("features", x), "scorer_output_0": ("score", score),
        "scorer_output_1": ("reconstruction_error", error), "scorer_output_2": ("kl", kl),
        "scorer_output_3": ("contributions", contributions), "scorer_output_4": ("score_contributions", score_contributions),
    }
    for file, (tensor, values) in files.items():
        (data / f"{file}.pb").write_bytes(numpy_helper.from_array(values.astype(np.float32), tensor).SerializeToString())

    manifest = {
        "format_version": 1, "producer": "make_fixtures", "name": name,
        "architecture": {"kind": "fully_connected", "input_dim": D, "hidden_dims": [H], "latent_dim": L, "activation": "relu"},
        "latent": {"kind": "gaussian", "dim": L},
        "columns": [{"name": "Features", "type": "single", "width": D, "likelihood": likelihood,
                     "minimum": 0 if likelihood == "bernoulli" else -2, "maximum": 1 if likelihood == "bernoulli" else 3}],
        # The medians of the recorded rows, so that both labels occur.
        "threshold": {"quantile": 0.5, "negative_elbo": float(np.median(score)), "reconstruction_error": float(np.median(error)),
                      "rows": ROWS, "source": "training"},
        "training": {"rows": 0, "epochs": 0, "batch_size": 1, "learning_rate": 0.001, "optimizer": "adam", "beta": 1,
                     "seed": seed, "seconds": 0.0, "validation_rows": 0, "loss": float(np.mean(score)),
                     "reconstruction": float(np.mean(error)), "kl": float(np.mean(kl))},
        "opset": 17,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    if record_weights:
        recorded = {k: [float(v) for v in w.ravel()] for k, w in p.items()}
        (HERE / f"{name}.weights.json").write_text(json.dumps(recorded, indent=1) + "\n")
    sums = []
    for path in sorted((f for f in folder.rglob("*") if f.is_file()), key=lambda f: f.relative_to(folder).as_posix()):
        if path.name != "SHA256SUMS":
            sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    (folder / "SHA256SUMS").write_text("".join(sums))


write("bernoulli", "bernoulli", 1)
write("gaussian", "gaussian_unit_variance", 2)
D, H, L = 32, 16, 4
write("wide", "gaussian_unit_variance", 3, record_weights=False)
