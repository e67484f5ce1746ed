"""Measures synthetic rows by the protocol of TabSyn (arXiv 2310.09656) and the XGBoost detection of TabPC (arXiv 2603.23016).

    python3 tabsyn.py split DATA OUT
    python3 tabsyn.py score OUT NAME SYNTHETIC.csv
    python3 tabsyn.py check OUT NAME

"split" reads files of the UCI repository in DATA: adult.data and adult.test, default.csv (the sheet "default of credit card clients", with
one header line), shoppers.csv, magic04.data and beijing.csv (PRSA_data_2010.1.1-2014.12.31.csv). It writes OUT/NAME/train.csv and test.csv.
"score" compares synthetic rows with the training rows, and prints a line of JSON. "check" prints the same for three tables with known
scores: the training rows, the test rows, and the training rows with each column shuffled.

The metrics follow the definitions of SDMetrics 0.24, which TabPC uses:
    shape, trend     mean errors of columns and of pairs of columns, in percent
    trend_real_bins  the same trend, with the bins of the training rows for both tables
    lr, xgb          detection by logistic regression and by XGBoost: 1 - the mean over 3 folds of max(0, 2 AUC - 1); 1 is best
    mle              an XGBoost that learned from the synthetic rows, on the test rows: AUC, or RMSE of the logarithm of a number
    dcr              the percentage of synthetic rows that are nearer to a training row than to a test row; 50 is best

Needs pandas, SciPy, scikit-learn and XGBoost. Set OMP_NUM_THREADS=1 if the processor has other work.
"""

import itertools
import json
import pathlib
import sys

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mean_squared_error, roc_auc_score
from sklearn.model_selection import ParameterGrid, StratifiedKFold
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler
from xgboost import XGBClassifier, XGBRegressor

ADULT = """age workclass fnlwgt education education.num marital.status occupation relationship race sex capital.gain capital.loss
hours.per.week native.country income""".split()
MAGIC = "Length Width Size Conc Conc1 Asym M3Long M3Trans Alpha Dist class".split()

# The columns that the protocol declares as categories, by position, and the target. The others are numbers.
TABLES = {
    "adult": ([1, 3, 5, 6, 7, 8, 9, 13, 14], 14),
    "default": ([1, 2, 3, 5, 6, 7, 8, 9, 10, 23], 23),
    "shoppers": ([10, 11, 12, 13, 14, 15, 16, 17], 17),
    "magic": ([10], 10),
    "beijing": ([0, 1, 2, 3, 8], 4),
}
GRID = {"n_estimators": [10, 50, 100], "min_child_weight": [1, 10], "max_depth": [5, 10, 20], "gamma": [0.0, 1.0]}


def read_tables(data):
    """Yields the name of each table that the folder has, its rows, and its own test rows or None."""
    if (data / "adult.data").exists():
        test = pd.read_csv(data / "adult.test", skiprows=1, names=ADULT, skipinitialspace=True)
        test["income"] = test["income"].str.rstrip(".")
        yield "adult", pd.read_csv(data / "adult.data", names=ADULT, skipinitialspace=True), test
    if (data / "default.csv").exists():
        yield "default", pd.read_csv(data / "default.csv").drop(columns="ID"), None
    if (data / "shoppers.csv").exists():
        yield "shoppers", pd.read_csv(data / "shoppers.csv"), None
    if (data / "magic04.data").exists():
        # The protocol reads the first row of magic04.data as a header, so it has 19,019 rows.
        yield "magic", pd.read_csv(data / "magic04.data", skiprows=1, names=MAGIC), None
    if (data / "beijing.csv").exists():
        yield "beijing", pd.read_csv(data / "beijing.csv").drop(columns="No").dropna().reset_index(drop=True), None


def write(rows, path):
    """Writes the rows, with whole numbers without a decimal point, as the files of the UCI repository have them."""
    rows.apply(lambda x: x.astype("Int64") if pd.api.types.is_float_dtype(x) and (x.dropna() % 1 == 0).all() else x).to_csv(path, index=False)


def split(data, out):
    for name, rows, test in read_tables(data):
        categories = [c for c in TABLES[name][0] if c != TABLES[name][1]]
        seed = 1233
        while test is None:
            seed += 1
            order = np.arange(len(rows))
            np.random.RandomState(seed).shuffle(order)
            train = rows.iloc[order[: int(len(rows) * 0.9)]]
            if all(train.iloc[:, c].nunique() == rows.iloc[:, c].nunique() for c in categories):
                test = rows.iloc[order[len(train) :]]
                rows = train
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        write(rows, folder / "train.csv")
        write(test, folder / "test.csv")
        print(name, rows.shape, test.shape, f"seed {seed}" if seed >= 1234 else "its own test rows")


def read(path, name, columns=None):
    """Returns the rows, with categories as texts."""
    rows = pd.read_csv(path)
    rows = rows if columns is None else rows[columns].copy()
    for c in TABLES[name][0]:
        column = rows.columns[c]
        if pd.api.types.is_numeric_dtype(rows[column]) and not pd.api.types.is_bool_dtype(rows[column]):
            rows[column] = rows[column].map(lambda x: "?" if pd.isna(x) else f"{x:g}")
        else:
            rows[column] = rows[column].fillna("?").astype(str).str.lower()
    return rows


def variation(a, b):
    """The total variation distance of two frequency tables."""
    return a.sub(b, fill_value=0).abs().sum() / 2


def shape_error(real, synthetic, categories):
    errors = []
    for c in real:
        if c in categories:
            errors.append(variation(real[c].value_counts(normalize=True), synthetic[c].value_counts(normalize=True)))
        else:
            errors.append(ks_2samp(real[c].dropna(), synthetic[c].dropna()).statistic)
    return 100 * np.mean(errors)


def trend_error(real, synthetic, categories, bins_of_real=False):
    # SDMetrics bins each table by its own range, so the largest value of the synthetic rows moves all of their bins.
    numbers = [c for c in real if c not in categories]
    bins = real.copy(), synthetic.copy()
    for c in numbers:
        for rows in bins:
            rows[c] = np.digitize(rows[c], np.histogram_bin_edges((real if bins_of_real else rows)[c].dropna()))
    correlations = real[numbers].corr() - synthetic[numbers].corr()
    errors = []
    for a, b in itertools.combinations(real.columns, 2):
        if a in numbers and b in numbers:
            errors.append(abs(correlations.loc[a, b]) / 2)
        else:
            errors.append(variation(*(rows.groupby([a, b]).size() / len(rows) for rows in bins)))
    return 100 * np.mean(errors)


def detection(real, synthetic, classifier):
    # As in SDMetrics, only texts become one-hot columns. Categories with numeric codes are numbers.
    both = pd.concat([real, synthetic], ignore_index=True)
    for c in both:
        if both[c].dtype == object:
            codes = pd.to_numeric(both[c], errors="coerce")
            both[c] = codes if codes.notna().all() else both[c]
    x = pd.get_dummies(both).fillna(both.mean(numeric_only=True)).to_numpy(float)
    y = np.repeat([1, 0], [len(real), len(synthetic)])
    scores = []
    for train, test in StratifiedKFold(3, shuffle=True, random_state=0).split(x, y):
        model = make_pipeline(RobustScaler(), classifier()).fit(x[train], y[train])
        scores.append(max(0, 2 * roc_auc_score(y[test], model.predict_proba(x[test])[:, 1]) - 1))
    return 1 - np.mean(scores)


def efficiency(synthetic, test, name):
    """The best of 36 settings by a ninth of the synthetic rows, measured on the test rows."""
    categories, target = TABLES[name]
    label = synthetic.columns[target]
    both = pd.get_dummies(pd.concat([synthetic, test], ignore_index=True).drop(columns=label)).to_numpy(np.float32)
    y = pd.concat([synthetic[label], test[label]], ignore_index=True)
    y = (y == max(test[label].unique())).to_numpy(int) if target in categories else np.log(y.clip(1, 20000)).to_numpy()
    model = XGBClassifier if target in categories else XGBRegressor
    order = np.random.RandomState(0).permutation(len(synthetic))
    chosen, learned = order[: len(order) // 9], order[len(order) // 9 :]
    rest = np.arange(len(synthetic), len(both))

    def scores(settings):
        fitted = model(**settings, tree_method="hist", n_jobs=1).fit(both[learned], y[learned])
        if target in categories:
            return [roc_auc_score(y[r], fitted.predict_proba(both[r])[:, 1]) for r in (chosen, rest)]
        return [-mean_squared_error(y[r], fitted.predict(both[r]), squared=False) for r in (chosen, rest)]

    return abs(max(map(scores, ParameterGrid(GRID)))[1])


def closeness(real, synthetic, test, categories):
    """Compares the first 5,000 rows with the test rows and as many training rows. A tie counts half."""
    numbers = [c for c in real if c not in categories]
    scale = real[numbers].max() - real[numbers].min()
    both = pd.concat([real, synthetic, test], ignore_index=True)
    x = np.hstack([(both[numbers] / scale).to_numpy(), pd.get_dummies(both[sorted(categories)], columns=sorted(categories)).to_numpy() / 2])
    x = np.nan_to_num(x).astype(np.float32)
    a, b = len(real), len(real) + len(synthetic)
    near = np.random.RandomState(0).choice(a, len(test), replace=False)
    rows = x[a:b][:5000]
    distances = [NearestNeighbors(n_neighbors=1, metric="manhattan", n_jobs=1).fit(r).kneighbors(rows)[0] for r in (x[near], x[b:])]
    return 100 * (np.mean(distances[0] < distances[1]) + np.mean(distances[0] == distances[1]) / 2)


def score(out, name, synthetic):
    real = read(out / name / "train.csv", name)
    test = read(out / name / "test.csv", name)
    categories = {real.columns[c] for c in TABLES[name][0]}
    return {
        "shape": shape_error(real, synthetic, categories),
        "trend": trend_error(real, synthetic, categories),
        "trend_real_bins": trend_error(real, synthetic, categories, bins_of_real=True),
        "lr": detection(real, synthetic, lambda: LogisticRegression()),
        "xgb": detection(real, synthetic, lambda: XGBClassifier(tree_method="hist", random_state=0, n_jobs=1)),
        "mle": efficiency(synthetic, test, name),
        "dcr": closeness(real, synthetic, test, categories),
    }


def check(out, name):
    real = read(out / name / "train.csv", name)
    shuffled = real.apply(lambda x: x.sample(frac=1, random_state=real.columns.get_loc(x.name)).to_numpy())
    for kind, rows in ("training rows", real), ("test rows", read(out / name / "test.csv", name)), ("shuffled", shuffled):
        yield kind, score(out, name, rows)


def line(name, kind, scores):
    print(json.dumps({"table": name, "rows": str(kind)} | {k: round(float(v), 4) for k, v in scores.items()}), flush=True)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "split":
        split(pathlib.Path(rest[0]), pathlib.Path(rest[1]))
    elif verb == "score":
        out, name, path = pathlib.Path(rest[0]), *rest[1:]
        line(name, path, score(out, name, read(path, name, pd.read_csv(out / name / "train.csv", nrows=0).columns)))
    else:
        for kind, scores in check(pathlib.Path(rest[0]), rest[1]):
            line(rest[1], kind, scores)
