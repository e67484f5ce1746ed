"""Prints the expected values of ScikitLearnTests. Needs NumPy, SciPy and scikit-learn (measured with 1.2.1)."""

import numpy as np
from scipy.stats import skew
from sklearn.covariance import EmpiricalCovariance
from sklearn.ensemble import IsolationForest
from sklearn.impute import KNNImputer
from sklearn.linear_model import Ridge
from sklearn.neighbors import NearestNeighbors


def rows(first, count, width):
    """The rows of SmoothRows in C#: two smooth waves, without ties."""
    i, j = np.arange(first, first + count)[:, None], np.arange(width)[None, :]
    return np.sin(1.3 * i + 0.7 * j) + 0.3 * np.sin(0.11 * i * i + j) + 0.1 * j * np.sin(1.3 * i)


def show(name, values):
    print(name, ", ".join(f"{value:.9f}" for value in values))


train, test = rows(0, 300, 4), rows(1000, 4, 4) * [[1], [2], [0.5], [3]]
show("sqnorm", (test**2).sum(axis=1))
show("knn", NearestNeighbors(n_neighbors=5).fit(train).kneighbors(test)[0][:, -1])
show("mahalanobis", EmpiricalCovariance().fit(train).mahalanobis(test))
forests = [IsolationForest(n_estimators=100, max_samples=256, random_state=i).fit(train) for i in range(50)]
show("iforest", -np.mean([forest.score_samples(test) for forest in forests], axis=0))


def ecod(row):
    """PyOD's formula, with the scored row beside the training rows."""
    all_rows = np.concatenate([train, row[None]])
    left = -np.log((all_rows <= row).mean(axis=0))
    right = -np.log((all_rows >= row).mean(axis=0))
    sign = np.sign(skew(train, axis=0))
    skewed = left * -np.sign(sign - 1) + right * np.sign(sign + 1)
    return np.maximum(skewed, np.maximum(left, right)).sum()


show("ecod", [ecod(row) for row in test])

# Numbers in their own units: the imputers standardize them.
units = np.array([1.0, 10.0, 0.1, 5.0])
train, test = rows(0, 60, 4) * units + 3, rows(500, 4, 4) * units + 3
train[::7, 1] = np.nan
train[3::11, 2] = np.nan
test[0, 0] = test[1, 1] = test[2, 2] = test[2, 3] = np.nan
mean, deviation = np.nanmean(train, axis=0), np.nanstd(train, axis=0)
filled = KNNImputer(n_neighbors=5).fit((train - mean) / deviation).transform((test - mean) / deviation)
filled = filled * deviation + mean
show("knn5", [filled[0, 0], filled[1, 1], filled[2, 2], filled[2, 3]])

# One missing cell in each row: chained equations are then one ridge regression.
train = rows(0, 60, 4) * units + 3
test = rows(500, 4, 4) * units + 3
mean, deviation = train.mean(axis=0), train.std(axis=0)
scaled_train, scaled_test = (train - mean) / deviation, (test - mean) / deviation
ridge = []
for j in range(4):
    others = [k for k in range(4) if k != j]
    model = Ridge(alpha=1).fit(scaled_train[:, others], scaled_train[:, j])
    estimate = model.predict(scaled_test[j : j + 1, others])[0]
    estimate = np.clip(estimate, scaled_train[:, j].min(), scaled_train[:, j].max())
    ridge.append(estimate * deviation[j] + mean[j])
show("ridge", ridge)
