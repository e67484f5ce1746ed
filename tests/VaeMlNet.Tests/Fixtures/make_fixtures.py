#!/usr/bin/python3
"""Writes the model folders that the tests open: bernoulli/ and gaussian/, D = 6, hidden 5, L = 2, wide/, 32, 16, 4, and
table/, a model of five raw columns with missing cells.

Run with Debian's python3-onnx: /usr/bin/python3 make_fixtures.py
Weights are seeded, so that a second run gives the same files. The recorded outputs come from numpy in float64, not from an
ONNX runtime: they are an independent statement of what the graphs must give. The weights stand in NAME.weights.json
for the tests' own computation, but for wide/, which is there for its size, and table/, whose recorded rows are compared.
"""

import hashlib
import json
import math
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, checker, helper, numpy_helper

D, H, L, ROWS = 6, 5, 2, 8
HERE = pathlib.Path(__file__).resolve().parent


def weights(seed, width=None, decoded_width=None):
    width, decoded_width = width or D, decoded_width or D
    rng = np.random.default_rng(seed)

    def w(*shape):
        return rng.normal(0, 0.4, shape).astype(np.float32)

    return {
        "encoder_hidden_w": w(H, width), "encoder_hidden_b": w(H),
        "mean_w": w(L, H), "mean_b": w(L),
        "log_variance_w": w(L, H), "log_variance_b": w(L),
        "decoder_hidden_w": w(H, L), "decoder_hidden_b": w(H),
        "decoder_out_w": w(decoded_width, H), "decoder_out_b": w(decoded_width),
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

    column = {"name": "Features", "type": "single", "width": D, "likelihood": likelihood,
              "minimum": 0 if likelihood == "bernoulli" else -2, "maximum": 1 if likelihood == "bernoulli" else 3}
    write_manifest(folder, seed, {}, D, L, [column], score, error, kl)
    if record_weights:
        recorded = {k: [float(v) for v in w.ravel()] for k, w in p.items()}
        (HERE / f"{name}.weights.json").write_text(json.dumps(recorded, indent=1) + "\n")
    write_sums(folder)


def write_manifest(folder, seed, inputs, input_dim, latent_dim, columns, score, error, kl):
    manifest = {
        "format_version": 1, "producer": "make_fixtures", "name": folder.name, **inputs,
        "architecture": {"kind": "fully_connected", "input_dim": input_dim, "hidden_dims": [H], "latent_dim": latent_dim, "activation": "relu"},
        "latent": {"kind": "gaussian", "dim": latent_dim},
        "columns": columns,
        # The medians of the recorded rows, so that both labels occur.
        "threshold": {"quantile": 0.5, "negative_elbo": float(np.median(score)), "reconstruction_error": float(np.median(error)),
                      "rows": ROWS, "source": "training"},
        "training": {"rows": 0, "epochs": 0, "batch_size": 1, "learning_rate": 0.001, "optimizer": "adam", "beta": 1,
                     "seed": seed, "seconds": 0.0, "validation_rows": 0, "loss": float(np.mean(score)),
                     "reconstruction": float(np.mean(error)), "kl": float(np.mean(kl))},
        "opset": 17,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def write_sums(folder):
    sums = []
    for path in sorted((f for f in folder.rglob("*") if f.is_file()), key=lambda f: f.relative_to(folder).as_posix()):
        if path.name != "SHA256SUMS":
            sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    (folder / "SHA256SUMS").write_text("".join(sums))


write("bernoulli", "bernoulli", 1)
write("gaussian", "gaussian_unit_variance", 2)
D, H, L = 32, 16, 4
write("wide", "gaussian_unit_variance", 3, record_weights=False)


# A table model: raw columns with missing cells, one input each.
TABLE = [
    {"name": "Age", "type": "single", "width": 1, "likelihood": "gaussian", "means": [40.0], "scales": [12.0],
     "missing_share": 0.25, "minimum": 18, "maximum": 90},
    {"name": "Vitals", "graph_name": "vitals", "type": "single", "width": 2, "likelihood": "student_t",
     "degrees_of_freedom": 4.0, "means": [120.0, 0.5], "scales": [15.0, 0.125], "slot_names": ["Pressure", "Oxygen"],
     "missing_share": 0.1875, "minimum": 0, "maximum": 180},
    {"name": "Smoker", "type": "boolean", "width": 1, "likelihood": "bernoulli", "missing_share": 0, "minimum": 0, "maximum": 1},
    {"name": "Job", "type": "key", "width": 1, "likelihood": "categorical", "key_count": 3,
     "key_values": ["clerk", "nurse", "smith"], "key_value_type": "text", "missing_share": 0.25, "minimum": 1, "maximum": 3},
    {"name": "Region", "type": "key", "width": 1, "likelihood": "categorical", "key_count": 2, "missing_share": 0.125,
     "minimum": 1, "maximum": 2},
]
NUMBERS, KEYS = TABLE[:2], TABLE[3:]
S, W, MASKS = 6, 9, 3  # raw slots; encoded slots, as many as the decoder's; slots of numbers
AGE_VARIANCE, VITALS_SCALE, DEGREES = 0.5, 0.7, 4.0  # of standardised numbers
T_CONSTANT = math.lgamma(DEGREES / 2) - math.lgamma((DEGREES + 1) / 2) + math.log(math.sqrt(DEGREES * math.pi) * VITALS_SCALE)


def g(column):
    return column.get("graph_name", column["name"])


def table_rows(seed):
    rng = np.random.default_rng(seed)
    x = {
        "Age": rng.uniform(18, 90, (ROWS, 1)).astype(np.float32),
        "vitals": (np.array([120, 0.5]) + rng.normal(0, 1, (ROWS, 2)) * np.array([15, 0.125])).astype(np.float32),
        "Smoker": rng.uniform(0, 1, (ROWS, 1)) < 0.5,
        "Job": rng.integers(1, 4, (ROWS, 1)).astype(np.uint32),
        "Region": rng.integers(1, 3, (ROWS, 1)).astype(np.uint32),
    }
    x["Age"][[1, 6]], x["vitals"][2, 0], x["vitals"][6], x["Job"][[3, 6]], x["Job"][4], x["Region"][6] = np.nan, np.nan, np.nan, 0, 9, 0
    return x


def standardised(x):
    parts = [(x[g(c)].astype(np.float64) - np.array(c["means"], np.float32)) / np.array(c["scales"], np.float32) for c in NUMBERS]
    return np.concatenate(parts, 1)


def softmax(a):
    e = np.exp(a - a.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def table_decode(p, z):
    out = decode_raw(p, z)
    scales = np.concatenate([np.array(c["scales"]) for c in NUMBERS])
    means = np.concatenate([np.array(c["means"]) for c in NUMBERS])
    own = out[:, :3] * scales + means
    one = np.ones((len(z), 1))
    parts = {
        "Age": own[:, :1], "Age_variance": one * AGE_VARIANCE * scales[0] ** 2,
        "vitals": own[:, 1:], "vitals_scale": one * VITALS_SCALE * scales[1:],
        "Smoker": 1 / (1 + np.exp(-out[:, 3:4])), "Job_probabilities": softmax(out[:, 4:7]),
        "Region_probabilities": softmax(out[:, 7:9]),
    }
    means = [parts[k] for k in ("Age", "vitals", "Smoker", "Job_probabilities", "Region_probabilities")]
    return out, {"reconstruction": np.concatenate(means, 1), **parts}


def table_compute(p, x):
    p = {k: v.astype(np.float64) for k, v in p.items()}
    number = standardised(x)
    missing = np.isnan(number)
    number = np.where(missing, 0, number)
    one_hot = [(x[g(c)] == np.arange(1, c["key_count"] + 1)).astype(float) for c in KEYS]
    smoker = x["Smoker"].astype(float)
    seen = np.concatenate([number, smoker, *one_hot, missing.astype(float)], 1)
    h = np.maximum(seen @ p["encoder_hidden_w"].T + p["encoder_hidden_b"], 0)
    mean = h @ p["mean_w"].T + p["mean_b"]
    log_variance = h @ p["log_variance_w"].T + p["log_variance_b"]
    out, decoded = table_decode(p, mean)
    square = (number - out[:, :3]) ** 2
    normal = 0.5 * (square[:, :1] / AGE_VARIANCE + np.log(2 * np.pi * AGE_VARIANCE))
    student = T_CONSTANT + (DEGREES + 1) / 2 * np.log1p(square[:, 1:] / (DEGREES * VITALS_SCALE**2))
    logit = out[:, 3:4]
    bernoulli = np.maximum(logit, 0) - logit * smoker + np.log1p(np.exp(-np.abs(logit)))
    categorical = [-(o * np.log(decoded[g(c) + "_probabilities"])).sum(1, keepdims=True) for o, c in zip(one_hot, KEYS)]
    observed = np.concatenate([1 - missing, np.ones((len(smoker), 1)), *(o.sum(1, keepdims=True) for o in one_hot)], 1)
    contributions = np.concatenate([normal, student, bernoulli, *categorical], 1) * observed
    error = contributions.sum(1, keepdims=True)
    kl = -0.5 * (1 + log_variance - mean**2 - np.exp(log_variance)).sum(1, keepdims=True)
    parts = contributions + kl * observed / observed.sum(1, keepdims=True)
    imputed = {g(c) + "_imputed": np.where(np.isnan(x[g(c)]), decoded[g(c)], x[g(c)]) for c in NUMBERS}
    for o, c in zip(one_hot, KEYS):
        likeliest = decoded[g(c) + "_probabilities"].argmax(1)[:, None] + 1
        imputed[g(c) + "_imputed"] = np.where(o.sum(1, keepdims=True) > 0, x[g(c)], likeliest).astype(np.uint32)
    encoded = {"mean": mean, "log_variance": log_variance}
    scored = {"score": error + kl, "reconstruction_error": error, "kl": kl, "contributions": contributions, "score_contributions": parts}
    return encoded, scored, imputed


def node(op, inputs, output, **attributes):
    return helper.make_node(op, inputs, [output], **attributes)


def table_constants(p):
    f, i = np.float32, np.int64
    scales = np.array([s for c in NUMBERS for s in c["scales"]], f)
    return {
        **p, "zero": f(0), "half": f(0.5), "one": f(1), "axis": np.array([1], i), "int_one": i(1),
        "means": np.array([m for c in NUMBERS for m in c["means"]], f), "scales": scales,
        **{f"categories_{g(c)}": np.arange(1, c["key_count"] + 1, dtype=i) for c in KEYS},
        "age_two_variance": f(2 * AGE_VARIANCE), "age_constant": f(0.5 * math.log(2 * math.pi * AGE_VARIANCE)),
        "t_width": f(DEGREES * VITALS_SCALE**2), "t_power": f((DEGREES + 1) / 2), "t_constant": f(T_CONSTANT),
        "age_variance": f(AGE_VARIANCE) * scales[:1] ** 2, "vitals_scale_own": f(VITALS_SCALE) * scales[1:],
        "splits": np.array([1, 2, 1, 3, 2], i), "number_splits": np.array([1, 2], i), "raw_splits": np.array([3, 6], i),
    }


TABLE_ENCODER = [
    node("Concat", ["Age", "vitals"], "numbers", axis=1), node("IsNaN", ["numbers"], "is_missing"),
    node("Sub", ["numbers", "means"], "centred"), node("Div", ["centred", "scales"], "scaled"),
    node("Where", ["is_missing", "zero", "scaled"], "standardised"), node("Cast", ["is_missing"], "mask", to=TensorProto.FLOAT),
    node("Cast", ["Smoker"], "smoker_number", to=TensorProto.FLOAT),
    *(n for c in KEYS for n in (
        node("Cast", [g(c)], f"{g(c)}_integer", to=TensorProto.INT64),
        node("Equal", [f"{g(c)}_integer", f"categories_{g(c)}"], f"{g(c)}_is"),
        node("Cast", [f"{g(c)}_is"], f"{g(c)}_one_hot", to=TensorProto.FLOAT))),
    node("Concat", ["standardised", "smoker_number", "Job_one_hot", "Region_one_hot", "mask"], "seen", axis=1),
    gemm("seen", "encoder_hidden", "eh"), node("Relu", ["eh"], "er"),
    gemm("er", "mean", "mean"), gemm("er", "log_variance", "log_variance"),
]


def table_decoder(z):
    return decoder(z, "out") + [
        helper.make_node("Split", ["out", "splits"], ["age_out", "vitals_out", "smoker_out", "job_out", "region_out"], axis=1),
        node("Concat", ["age_out", "vitals_out"], "numbers_out", axis=1),
    ]


OWN_UNITS = [
    node("Mul", ["numbers_out", "scales"], "numbers_scaled"), node("Add", ["numbers_scaled", "means"], "numbers_own"),
    helper.make_node("Split", ["numbers_own", "number_splits"], ["age_own", "vitals_own"], axis=1),
]
TABLE_PARAMETERS = OWN_UNITS + [
    node("Identity", ["age_own"], "Age"), node("Identity", ["vitals_own"], "vitals"), node("Sigmoid", ["smoker_out"], "Smoker"),
    node("Softmax", ["job_out"], "Job_probabilities", axis=1), node("Softmax", ["region_out"], "Region_probabilities", axis=1),
    node("Mul", ["age_own", "zero"], "age_nothing"), node("Add", ["age_nothing", "age_variance"], "Age_variance"),
    node("Mul", ["vitals_own", "zero"], "vitals_nothing"), node("Add", ["vitals_nothing", "vitals_scale_own"], "vitals_scale"),
    node("Concat", ["Age", "vitals", "Smoker", "Job_probabilities", "Region_probabilities"], "reconstruction", axis=1),
]
TABLE_SCORER = TABLE_ENCODER + table_decoder("mean") + [
    node("Sub", ["standardised", "numbers_out"], "diff"), node("Mul", ["diff", "diff"], "square"),
    helper.make_node("Split", ["square", "number_splits"], ["age_square", "vitals_square"], axis=1),
    node("Div", ["age_square", "age_two_variance"], "age_term"), node("Add", ["age_term", "age_constant"], "age_part"),
    node("Div", ["vitals_square", "t_width"], "vitals_ratio"), node("Add", ["vitals_ratio", "one"], "vitals_base"),
    node("Log", ["vitals_base"], "vitals_log"), node("Mul", ["vitals_log", "t_power"], "vitals_term"),
    node("Add", ["vitals_term", "t_constant"], "vitals_part"),
    node("Relu", ["smoker_out"], "positive"), node("Mul", ["smoker_out", "smoker_number"], "dot"),
    node("Sub", ["positive", "dot"], "linear"), node("Abs", ["smoker_out"], "abs"), node("Neg", ["abs"], "neg"),
    node("Softplus", ["neg"], "soft"), node("Add", ["linear", "soft"], "smoker_part"),
    *(n for c in KEYS for n in (
        node("LogSoftmax", [f"{g(c).lower()}_out"], f"{g(c)}_log", axis=1),
        node("Mul", [f"{g(c)}_log", f"{g(c)}_one_hot"], f"{g(c)}_chosen"),
        node("ReduceSum", [f"{g(c)}_chosen", "axis"], f"{g(c)}_sum", keepdims=1), node("Neg", [f"{g(c)}_sum"], f"{g(c)}_part"),
        node("ReduceSum", [f"{g(c)}_one_hot", "axis"], f"{g(c)}_observed", keepdims=1))),
    node("Sub", ["one", "mask"], "numbers_observed"), node("Sub", ["smoker_part", "smoker_part"], "smoker_nothing"),
    node("Add", ["smoker_nothing", "one"], "smoker_observed"),
    node("Concat", ["numbers_observed", "smoker_observed", "Job_observed", "Region_observed"], "observed", axis=1),
    node("Concat", ["age_part", "vitals_part", "smoker_part", "Job_part", "Region_part"], "parts", axis=1),
    node("Mul", ["parts", "observed"], "contributions"),
    node("Mul", ["mean", "mean"], "mean2"), node("Exp", ["log_variance"], "variance"),
    node("Add", ["mean2", "variance"], "sum2"), node("Sub", ["sum2", "log_variance"], "less"),
    node("Sub", ["less", "one"], "terms"), node("ReduceSum", ["terms", "axis"], "kl_sum", keepdims=1),
    node("Mul", ["kl_sum", "half"], "kl"),
    node("ReduceSum", ["contributions", "axis"], "reconstruction_error", keepdims=1),
    node("Add", ["reconstruction_error", "kl"], "score"),
    node("ReduceSum", ["observed", "axis"], "observed_count", keepdims=1), node("Div", ["kl", "observed_count"], "share"),
    node("Mul", ["observed", "share"], "shares"), node("Add", ["contributions", "shares"], "score_contributions"),
]
TABLE_IMPUTER = TABLE_ENCODER + table_decoder("mean") + OWN_UNITS + [
    node("Where", ["is_missing", "numbers_own", "numbers"], "numbers_imputed"),
    helper.make_node("Split", ["numbers_imputed", "number_splits"], ["Age_imputed", "vitals_imputed"], axis=1),
    *(n for c in KEYS for n in (
        node("ReduceSum", [f"{g(c)}_one_hot", "axis"], f"{g(c)}_count", keepdims=1),
        node("Cast", [f"{g(c)}_count"], f"{g(c)}_is_observed", to=TensorProto.BOOL),
        node("ArgMax", [f"{g(c).lower()}_out"], f"{g(c)}_index", axis=1, keepdims=1),
        node("Add", [f"{g(c)}_index", "int_one"], f"{g(c)}_likeliest"),
        node("Where", [f"{g(c)}_is_observed", f"{g(c)}_integer", f"{g(c)}_likeliest"], f"{g(c)}_filled"),
        node("Cast", [f"{g(c)}_filled"], f"{g(c)}_imputed", to=TensorProto.UINT32))),
]


def save_table(path, nodes, constants, inputs, outputs):
    def info(values):
        name, value = values
        kind = {np.dtype(bool): TensorProto.BOOL, np.dtype(np.uint32): TensorProto.UINT32}.get(value.dtype, TensorProto.FLOAT)
        return helper.make_tensor_value_info(name, kind, ["N", value.shape[1]])

    # Only what the outputs need: a decoder does not standardise.
    used = {name for n in nodes for name in n.input}
    initializers = [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items() if k in used]
    graph = helper.make_graph(nodes, path.stem, [*map(info, inputs.items())], [*map(info, outputs.items())], initializers)
    model = helper.make_model(graph, producer_name="make_fixtures", opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString())


def write_table(name, seed):
    folder = HERE / name
    data = folder / "test_data_set_0"
    data.mkdir(parents=True, exist_ok=True)
    p = weights(seed, W + MASKS, W)
    constants = table_constants(p)
    x = table_rows(seed + 100)
    z = np.random.default_rng(seed + 200).normal(0, 1, (ROWS, L)).astype(np.float32)
    encoded, scored, imputed = table_compute(p, x)
    _, decoded = table_decode({k: v.astype(np.float64) for k, v in p.items()}, z.astype(np.float64))
    graphs = {
        "encoder": (TABLE_ENCODER, x, encoded), "decoder": (table_decoder("latent") + TABLE_PARAMETERS, {"latent": z}, decoded),
        "scorer": (TABLE_SCORER, x, scored), "imputer": (TABLE_IMPUTER, x, imputed),
    }
    for graph, (nodes, inputs, outputs) in graphs.items():
        save_table(folder / f"{graph}.onnx", nodes, constants, inputs, outputs)
        for role, tensors in (("input", inputs), ("output", outputs)):
            for i, (tensor, values) in enumerate(tensors.items()):
                values = values if values.dtype in (bool, np.uint32) else values.astype(np.float32)
                (data / f"{graph}_{role}_{i}.pb").write_bytes(numpy_helper.from_array(values, tensor).SerializeToString())
    score, error = scored["score"], scored["reconstruction_error"]
    write_manifest(folder, seed, {"inputs": "columns"}, S, L, TABLE, score, error, scored["kl"])
    write_sums(folder)


H, L = 5, 2
write_table("table", 4)
