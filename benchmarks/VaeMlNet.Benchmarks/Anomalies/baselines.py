"""Measures the baselines of anomaly detection with scikit-learn on the splits of the benchmark, and compares both.

    dotnet cake --target=Anomaly --data=FOLDER --splits=true --out=OUT
    python3 benchmarks/VaeMlNet.Benchmarks/Anomalies/baselines.py OUT

Reads OUT/splits (standardized rows) and OUT/results.csv. Writes OUT/sklearn.csv, which --reference reads, and prints the
largest difference of the means over seeds on a set. ECOD is PyOD's formula in NumPy, which ranks all scored rows together.
The figure of the Isolation Forest is the mean over 50 forests on each split, as in the benchmark.
"""

import csv
import pathlib
import sys

import numpy as np
from scipy.stats import skew
from sklearn.covariance import EmpiricalCovariance
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.neighbors import NearestNeighbors


def tail(columns):
    """-log of the empirical distribution function at each value, as pyod.models.ecod."""
    sorted_columns = np.sort(columns, axis=0)
    counts = [np.searchsorted(sorted_columns[:, j], columns[:, j], side="right") for j in range(columns.shape[1])]
    return -np.log(np.stack(counts, axis=1) / len(columns))


def ecod(train, test):
    rows = np.concatenate([train, test])
    left, right = tail(rows), tail(-rows)
    sign = np.sign(np.nan_to_num(skew(rows, axis=0)))
    skewed = left * -np.sign(sign - 1) + right * np.sign(sign + 1)
    return np.maximum(skewed, np.maximum(left, right)).sum(axis=1)[len(train) :]


def fifth_neighbor(train, test):
    return NearestNeighbors(n_neighbors=5).fit(train).kneighbors(test)[0][:, -1]


def forest(state):
    return lambda train, test: -IsolationForest(n_estimators=100, random_state=state).fit(train).score_samples(test)


# Other random states for each split: equal ones draw the same rows and features from sets of the same size.
METHODS = {
    "iforest": lambda seed: [forest(1000 * seed + i) for i in range(50)],
    "ecod": lambda seed: [ecod],
    "knn": lambda seed: [fifth_neighbor],
    "mahalanobis": lambda seed: [lambda train, test: EmpiricalCovariance().fit(train).mahalanobis(test)],
    "sqnorm": lambda seed: [lambda train, test: (test**2).sum(axis=1)],
}


def read(path):
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    return rows[:, 1:], rows[:, 0]


def main(folder):
    with open(folder / "results.csv") as file:
        ours = {(r["dataset"], r["seed"], r["method"]): float(r["auroc"]) for r in csv.DictReader(file)}
    theirs = {}
    for path in sorted((folder / "splits").glob("*-test.csv")):
        name, seed = path.name.removesuffix("-test.csv").rsplit("-s", 1)
        test, labels = read(path)
        train, _ = read(path.with_name(path.name.replace("-test", "-train")))
        for method, runs in METHODS.items():
            scores = [run(train, test) for run in runs(int(seed))]
            theirs[name, seed, method] = (
                np.mean([roc_auc_score(labels, s) for s in scores]),
                np.mean([average_precision_score(labels, s) for s in scores]),
            )
    sets = sorted({key[0] for key in theirs})
    with open(folder / "sklearn.csv", "w") as file:
        file.write("dataset,protocol,method,auroc_mean,aupr_mean\n")
        for name in sets:
            for method in METHODS:
                of = np.array([value for key, value in theirs.items() if (key[0], key[2]) == (name, method)])
                file.write(f"{name},std,{method} (scikit-learn),{of[:, 0].mean():.4f},{of[:, 1].mean():.4f}\n")
    print("| method | mean AUROC here | mean AUROC in Python | largest difference on a set | set |\n|---|--:|--:|--:|---|")
    for method in METHODS:
        pairs = {}
        for (name, seed, m), value in theirs.items():
            if m == method and (name, seed, m) in ours:
                pairs.setdefault(name, []).append((ours[name, seed, m], value[0]))
        if not pairs:
            continue
        means = {name: np.mean(values, axis=0) for name, values in pairs.items()}
        worst = max(means, key=lambda name: abs(means[name][0] - means[name][1]))
        here, there = np.mean(list(means.values()), axis=0)
        difference = abs(means[worst][0] - means[worst][1])
        print(f"| `{method}` | {here:.4f} | {there:.4f} | {difference:.4f} | {worst} |")


main(pathlib.Path(sys.argv[1]))
