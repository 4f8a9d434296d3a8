"""Solve what speaks for each class: a weighted ridge regression, in the dual.

min over w of Σᵢ cᵢ (yᵢ − w·xᵢ − b)² + λ‖w‖², y = +1 for a text's class and −1 for every other, cᵢ
so that each class weighs the same however many texts it has. Up to EXACT texts by Cholesky, beyond
by conjugate gradients, which needs no matrix of all pairs.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import linalg
from scipy.sparse.linalg import LinearOperator, cg

RIDGE = 0.2
CONSTANT = 4.0  # the constant's share of every pair: large, so that it is hardly held back
EXACT = 6000
OFTEN = 0.03

Real = NDArray[np.float64]
Matrix: TypeAlias = Any  # scipy tells no types: a csr_array of float32


def solve(
    rows: Matrix, classes: NDArray[np.int64], many: int, trust: Real
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the weight of each column for each class, and each class's constant.

    `trust` says how much each row is to count: 1 for what a person confirmed.
    """
    weight = np.bincount(classes, trust, many)
    balance = trust * (weight.sum() / np.count_nonzero(weight) / weight[classes])
    wanted = -np.ones((len(classes), many))
    wanted[np.arange(len(classes)), classes] = 1
    penalty = RIDGE / balance
    answer = _exactly if len(classes) <= EXACT else _step_by_step
    duals = answer(rows, wanted, penalty)
    columns = np.asarray(rows.T @ duals.astype(np.float32), np.float32)
    return columns, np.asarray(CONSTANT * duals.sum(0), np.float32)


def _exactly(rows: Matrix, wanted: Real, penalty: Real) -> Real:
    pairs = _pairs(rows).astype(np.float64)
    pairs += CONSTANT
    pairs[np.diag_indices_from(pairs)] += penalty
    return np.asarray(linalg.solve(pairs, wanted, overwrite_a=True, assume_a="pos"))


def _pairs(rows: Matrix) -> NDArray[np.float32]:
    """Multiply each row with each; columns met often are quicker as a dense matrix."""
    often = np.bincount(rows.indices, minlength=rows.shape[1]) > OFTEN * rows.shape[0]
    columns = rows.tocsc()
    dense = columns[:, np.flatnonzero(often)].toarray()
    seldom = columns[:, np.flatnonzero(~often)].tocsr()
    return np.asarray(dense @ dense.T + (seldom @ seldom.T).toarray(), np.float32)


def _step_by_step(rows: Matrix, wanted: Real, penalty: Real) -> Real:
    turned = rows.T.tocsr()

    def times(duals: Real) -> Real:
        return np.asarray(rows @ (turned @ duals) + CONSTANT * duals.sum() + penalty * duals)

    size = len(wanted)
    system = LinearOperator((size, size), matvec=times, dtype=np.float64)
    found = [cg(system, column, rtol=1e-4, maxiter=300)[0] for column in wanted.T]
    return np.stack(found, axis=1)
