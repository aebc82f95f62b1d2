"""Computes with SciPy, statsmodels and R what the statistics of libs/results must arrive at.

    python -m venv venv && venv/bin/pip install -r tools/golden/statistics-requirements.txt
    venv/bin/python tools/golden/statistics.py

Nothing here shares code or quadrature with what it checks: critical values are found by adaptive integration and Gauss–Legendre nodes, and
once more by R's mvtnorm (`qmvt`, where Rscript is installed; its values are kept in the file otherwise). The comparison of cells is written out here from
docs/statistics.md as plainly as can be.
"""

import json
import math
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import integrate, optimize, stats
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import proportion_confint

OUTPUT = Path(__file__).parents[2] / "libs/results/src/golden/statistics.json"
RANDOM = np.random.default_rng(20_240_701)


def distributions():
    t = [(0.5, 3), (0.75, 1), (0.957, 2), (0.957, 2.37), (0.957, 57.5), (0.975, 1), (0.975, 4), (0.975, 1e5), (0.9999, 1.5), (1 - 1e-8, 2), (1 - 1e-9, 40)]
    f = [(0.5, 2, 2), (3, 1, 4), (4.7, 2, 38), (50, 3, 10), (1000, 4, 40), (1, 999, 9000), (1.05, 9999, 20000), (0, 2, 5)]
    chi = [(0, 3), (0.3, 1), (3, 19), (7.81, 3), (1100, 999), (10500, 9999), (60, 4)]
    z = [-8, -3.2, -1, -0.1, 0, 0.7, 1.959963984540054, 5]
    nct = [(1.8, 2, 0.5), (2.1, 4, 3), (1.717, 22.5, 2.6), (1.72, 1e4, 0.3), (3, 1, 1), (1.7, 8, 12)]
    return {
        "t": [[*case, stats.t.ppf(*case)] for case in t],
        "f": [[*case, stats.f.sf(*case)] for case in f],
        "chi": [[*case, stats.chi2.sf(*case)] for case in chi],
        "normal": [[x, stats.norm.cdf(x)] for x in z],
        "noncentralT": [[*case, stats.nct.sf(*case)] for case in nct],
    }


def samples():
    lists = [[0.61, 0.63, 0.6], [2, 4, 4, 4, 5, 5, 7, 9], [-3.5, 1e-3], [1e6 + 0.1, 1e6 + 0.2, 1e6 + 0.4, 1e6 + 0.1]]
    result = []
    for values in lists:
        mean, error = np.mean(values), stats.sem(values)
        low, high = stats.t.interval(0.95, len(values) - 1, mean, error)
        result.append({"values": values, "mean": mean, "std": np.std(values, ddof=1), "interval": [low, high]})
    return result


def rates():
    cases = [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 3), (7, 250)]
    return [[count, of, *proportion_confint(count, of, method="wilson")] for count, of in cases]


def groups():
    """Lists of cells' values: equal and unequal sizes and variances."""
    draw = lambda mean, std, n: [round(x, 4) for x in RANDOM.normal(mean, std, n)]
    return {
        "equal": [draw(mean, 1, 5) for mean in (10, 10.5, 12, 9)],
        "sizes": [draw(0, 1, 4), draw(1, 1, 7), draw(1.5, 1, 2), draw(0.2, 1, 7)],
        "unequal": [draw(0, 0.2, 6), draw(0.5, 5, 6), draw(3, 1, 6)],
        "two": [draw(0, 1, 3), draw(1, 1, 3)],
        "three seeds": [draw(mean, 1, 3) for mean in (0, 0.4, 0.8, 1, 5)],
    }


def bartlett(lists):
    return [{"groups": cells, "p": stats.bartlett(*cells).pvalue} for cells in lists]


def welch(lists):
    result = []
    for a, b in lists:
        test = stats.ttest_ind(a, b, equal_var=False)
        interval = test.confidence_interval(0.95)
        result.append({"a": a, "b": b, "df": test.df, "interval": [interval.low, interval.high]})
    return result


def two_way(lists):
    result = []
    for rows in lists:
        frame = pd.DataFrame([(c, s, v) for c, row in enumerate(rows) for s, v in enumerate(row)], columns=["cell", "seed", "y"])
        table = anova_lm(smf.ols("y ~ C(cell) + C(seed)", frame).fit())
        seeds, residual = table.loc["C(seed)"], table.loc["Residual"]
        ms, k = seeds["mean_sq"], len(rows)
        result.append(
            {
                "rows": rows,
                "variance": residual["mean_sq"],
                "df": residual["df"],
                "seedP": seeds["PR(>F)"],
                "correlation": (ms - residual["mean_sq"]) / (ms + (k - 1) * residual["mean_sq"]),
            }
        )
    return result


def blocks(k, n, seed_std, stds=None):
    """Cells that share what the seeds do."""
    common = RANDOM.normal(0, seed_std, n)
    rows = [[round(x, 4) for x in 0.7 * i + common + RANDOM.normal(0, (stds or [1] * k)[i], n)] for i in range(k)]
    return rows


def anova():
    result = []
    for shape, n in (((2, 3), 4), ((2, 3, 2), 3), ((3, 2), 1), ((2, 2, 2, 2), 2)):
        cells, rows = [], []
        for levels in np.ndindex(*shape):
            values = [round(x, 4) for x in RANDOM.normal(sum(levels) + levels[0] * levels[1], 1, n)]
            cells.append({"levels": list(levels), "values": values})
            rows += [[*levels, value] for value in values]
        names = [f"f{i}" for i in range(len(shape))]
        frame = pd.DataFrame(rows, columns=[*names, "y"])
        formula = "y ~ " + " * ".join(f"C({name}, Sum)" for name in names)
        own = {}
        if n > 1:
            table = anova_lm(smf.ols(formula, frame).fit(), typ=2)
            terms = {tuple(int(part[3]) for part in index.split(":")): row for index, row in table.iterrows() if index != "Residual"}
            own["residual"] = [table.loc["Residual", "sum_sq"], table.loc["Residual", "df"]]
            own["terms"] = [[list(key), row["sum_sq"], row["df"], row["PR(>F)"]] for key, row in terms.items()]
        else:
            table = anova_lm(smf.ols(formula.replace("*", "+"), frame).fit(), typ=2)
            terms = {(int(index[3]),): row for index, row in table.iterrows() if index != "Residual"}
            own["terms"] = [[list(key), row["sum_sq"], row["df"], None] for key, row in terms.items()]
            own["terms"].append([[0, 1], table.loc["Residual", "sum_sq"], table.loc["Residual", "df"], None])
        result.append({"cells": cells, "total": float(((frame.y - frame.y.mean()) ** 2).sum()), **own})
    return result


# Gauss and Legendre's nodes over the normal variable.
Z, Z_WEIGHTS = np.polynomial.legendre.leggauss(300)
Z, Z_WEIGHTS = 9 * Z, 9 * Z_WEIGHTS * stats.norm.pdf(9 * Z)


@lru_cache(maxsize=None)
def dunnett(confidence, n, others, df):
    """One-sided critical value; others: ((n, cells), …)."""
    lambdas = [(1 / math.sqrt(1 + n / size), cells) for size, cells in others]
    if sum(cells for _, cells in lambdas) == 1:
        return stats.t.ppf(confidence, df)

    def given(bound):
        terms = sum(cells * stats.norm.logcdf((lam * Z + bound) / math.sqrt(1 - lam * lam)) for lam, cells in lambdas)
        return float(np.dot(Z_WEIGHTS, np.exp(terms)))

    def probability(d):
        chi = stats.chi(df)
        outer = lambda s: chi_pdf(s * math.sqrt(df), df) * math.sqrt(df) * given(d * s)
        low, high = (chi.ppf(1e-13) / math.sqrt(df), chi.isf(1e-13) / math.sqrt(df))
        return integrate.quad(outer, low, high, epsabs=1e-9, epsrel=1e-9, limit=200)[0]

    count = sum(cells for _, cells in lambdas)
    low, high = stats.t.ppf(confidence, df), stats.t.isf((1 - confidence) / count, df)
    return optimize.brentq(lambda d: probability(d) - confidence, low, high, xtol=1e-8)


DUNNETT = [
    (0.95, 3, ((3, 2),), 10),
    (0.95, 3, ((3, 9),), 20),
    (0.95, 3, ((3, 19),), 40),
    (0.957, 3, ((3, 4),), 2),
    (0.99, 5, ((5, 19),), 2.5),
    (0.95, 10, ((10, 999),), 8991),
    (0.95, 4, ((6, 2), (3, 3)), 21),
    (0.95, 2, ((10, 5), (3, 1)), 60),
]


def chi_pdf(x, df):
    """Density of the chi distribution; SciPy's takes long for a single number."""
    return math.exp((1 - df / 2) * math.log(2) + (df - 1) * math.log(x) - x * x / 2 - math.lgamma(df / 2)) if x > 0 else 0.0


def r_critical(case):
    confidence, n, others, df = case
    lambdas = ", ".join(repr(1 / math.sqrt(1 + n / size)) for size, cells in others for _ in range(cells))
    code = (
        f"library(mvtnorm); set.seed(1); l <- c({lambdas}); r <- outer(l, l); diag(r) <- 1;"
        f"cat(format(qmvt({confidence}, tail = 'lower.tail', df = {df}, corr = r, maxpts = 5e5, abseps = 1e-5)$quantile, digits = 10))"
    )
    return float(subprocess.run(["Rscript", "-e", code], check=True, capture_output=True, text=True).stdout)


def critical_values():
    known = {json.dumps(case["case"]): case.get("r") for case in json.loads(OUTPUT.read_text())["dunnett"]} if OUTPUT.exists() else {}
    result = []
    for case in DUNNETT:
        confidence, n, others, df = case
        key = [confidence, n, [list(group) for group in others], df]
        own = {"case": key, "d": dunnett(*case)}
        small = sum(cells for _, cells in others) <= 9 and df == int(df)
        r = r_critical(case) if small and shutil.which("Rscript") else known.get(json.dumps(key))
        result.append({**own, **({} if r is None else {"r": r})})
    return result


def seeds():
    """Of two independent samples: statsmodels' solution, rounded up."""
    result = []
    for effect in (0.2, 0.5, 1, 1.5):
        n = TTestIndPower().solve_power(effect, power=0.8, alpha=0.043, alternative="larger")
        result.append([effect, math.ceil(n)])
    return result


def compare(cells, goal):
    """docs/statistics.md, "What is done". Cells are lists of values by seed; all have seeds 0, 1, …"""
    sign = 1 if goal == "maximize" else -1
    order = sorted(range(len(cells)), key=lambda i: -sign * np.mean(cells[i]))
    y = [sign * np.array(cells[i]) for i in order]
    k, sizes, means = len(y), [len(v) for v in y], [np.mean(v) for v in y]
    own = [np.var(v, ddof=1) if len(v) > 1 else None for v in y]
    df = sum(n - 1 for n in sizes)
    residual = sum((n - 1) * v for n, v in zip(sizes, own) if v is not None) / df
    told = [v for v in y if len(v) > 1]
    p = stats.bartlett(*told).pvalue if len(told) > 1 else None
    kind = "pooled"
    if len(set(sizes)) == 1 and sizes[0] > 1:
        model = two_way([[list(v) for v in y]])[0]
        if model["seedP"] < 0.01:
            n = sizes[0]
            rows = np.array(y)
            beside = rows - rows.mean(axis=0)
            beside = beside - beside.mean(axis=1, keepdims=True)
            residual, df, kind = model["variance"], model["df"], "blocks"
            shown = list((beside**2).sum(axis=1) / (n - 1) * k / (k - 1))
            # Bartlett's statistic of variances that are known already: of samples that have them.
            rebuilt = [b * math.sqrt(k / (k - 1)) for b in beside]
            p = min(1, 2 * min(p, stats.bartlett(*rebuilt).pvalue))
            raw, own = own, shown
    unequal = p is not None and p < 0.05
    if unequal:
        kind = "paired" if kind == "blocks" else "unequal"

    def error(i, j):
        """Variance of the difference, degrees of freedom."""
        if kind == "paired":
            return np.var(y[i] - y[j], ddof=1) / sizes[0], sizes[0] - 1
        a, b = [(own[x] if own[x] is not None else residual) / sizes[x] for x in (i, j)]
        fa, fb = [sizes[x] - 1 if own[x] is not None else df for x in (i, j)]
        welch_df = min((a + b) ** 2 / (a**2 / fa + b**2 / fb), df)
        if kind == "unequal":
            return a + b, welch_df
        common = residual * (1 / sizes[i] + 1 / sizes[j])
        known = (own[i] or 0) / sizes[i] + (own[j] or 0) / sizes[j]
        return (a + b, welch_df) if known >= common * (1 - 1e-9) else (common, df)

    def critical(i, freedom):
        if kind in ("unequal", "paired"):
            return stats.t.ppf(0.98 ** (1 / (k - 1)), min(freedom, sizes[i] - 1) if sizes[i] > 1 else freedom)
        rest = [n for j, n in enumerate(sizes) if j != i]
        return dunnett(0.957, sizes[i], tuple((n, rest.count(n)) for n in dict.fromkeys(rest)), freedom)

    def margin(i, j, by):
        variance, freedom = error(i, j)
        return by(freedom) * math.sqrt(variance)

    others = lambda i: [j for j in range(k) if j != i]
    ahead = all(means[0] - means[j] > margin(0, j, lambda f: stats.t.ppf(0.957, f)) for j in others(0))
    highs = [min(means[i] - means[j] + margin(i, j, lambda f: critical(i, f)) for j in others(i)) for i in range(k)]
    could = [0] if ahead else [i for i in range(k) if highs[i] >= 0]
    result = []
    for i in range(k):
        standing = "not-best" if i not in could else "best" if len(could) == 1 else "could-be-best"
        lows = [means[i] - means[j] - margin(j, i, lambda f: critical(j, f)) for j in could if j != i]
        low = 0 if standing == "best" else min(lows) if standing == "not-best" else min(0, *lows)
        estimate = means[i] - means[1 if i == 0 else 0]
        result.append([str(order[i]), standing, estimate, low, highs[i] if i in could else 0])
    return {
        **{"cells": cells, "goal": goal, "kind": "unequal" if kind == "paired" else kind},
        **{"residualStd": math.sqrt(residual), "df": df, "equalVarianceP": p, "result": result},
    }


def comparisons(cells):
    clear = [[0.61, 0.62, 0.63], [0.5, 0.51, 0.49], [0.52, 0.5, 0.51]]
    noisy = [[3, 3.1, 2.9, 3.05], [2.5, 2.6, 2.4, 2.55], [1, 6, -2, 4]]
    singles = [[5], [1, 1.4, 0.9], [2, 2.2], [0.3]]
    steady = blocks(4, 5, 4)
    uneven = blocks(4, 6, 30, [0.2, 0.2, 6, 1])
    lists = [clear, noisy, singles, steady, uneven, *cells.values()]
    return [compare(cells, goal) for cells in lists for goal in ("maximize", "minimize")]


def main():
    cells = groups()
    golden = {
        "distributions": distributions(),
        "samples": samples(),
        "rates": rates(),
        "bartlett": bartlett(cells.values()),
        "welch": welch([cells["sizes"][:2], cells["unequal"][:2], cells["two"]]),
        "twoWay": two_way([cells["equal"], cells["two"], blocks(3, 4, 3), blocks(6, 3, 0.5)]),
        "anova": anova(),
        "dunnett": critical_values(),
        "seeds": seeds(),
        "comparisons": comparisons(cells),
    }
    OUTPUT.write_text(json.dumps(golden, default=float, indent=1) + "\n")


if __name__ == "__main__":
    main()
