"""The arithmetic of measuring, on numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.opinions.classifying import Measured, Point, measuring


def test_macro_f1_is_the_mean_over_classes() -> None:
    wanted, answers = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    # class 0: precision 1, recall 2/3 → 0.8; class 1: precision 1/2, recall 1 → 2/3
    assert measuring.macro_f1(wanted, answers, 2) == pytest.approx((0.8 + 2 / 3) / 2)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=60))
def test_a_group_is_in_one_fold_and_folds_are_filled_evenly(rows: list[tuple[int, int]]) -> None:
    classes = np.array([label for label, _group in rows])
    groups = [group for _label, group in rows]
    fold = measuring.folds(classes, groups, 3)
    of_group = {
        group: {f for f, g in zip(fold, groups, strict=True) if g == group} for group in groups
    }
    assert all(len(found) == 1 for found in of_group.values())
    sizes = np.bincount([next(iter(found)) for found in of_group.values()], minlength=3)
    assert sizes.max() - sizes.min() <= 1


def test_the_threshold_is_where_all_above_it_are_right_often_enough() -> None:
    curve = (Point(0, 1, 0.9), Point(0.5, 0.8, 0.96), Point(0.7, 0.5, 0.94), Point(0.9, 0.2, 0.99))
    measured = Measured(100, 0.9, 0.01, (), curve)
    assert measured.threshold_for(0.95) == 0.9
    assert measured.threshold_for(0.94) == 0.5
    assert measured.threshold_for(0.999) is None


def test_scores_that_are_often_wrong_are_made_less_sharp() -> None:
    scores = np.array([[1.0, -1.0]] * 100)
    often = measuring.fit_sharpness(scores, np.array([0] * 95 + [1] * 5))
    seldom = measuring.fit_sharpness(scores, np.array([0] * 60 + [1] * 40))
    assert measuring.probabilities(scores, often)[0, 0] == pytest.approx(0.95, abs=0.01)
    assert seldom < often
