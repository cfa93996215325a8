"""The weights of a frame's rows, for drawing by weight: SSJ-1 §4.3 (权重)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values.columns import Column

__all__ = ["UNUSED", "is_weight", "weight_counts", "weight_numbers"]

UNUSED = "-"
_WEIGHT = re.compile("[1-9][0-9]{0,17}")


def is_weight(text: str) -> bool:
    """Tell whether ``text`` is a weight: a whole number from 1, without leading zeros."""
    return _WEIGHT.fullmatch(text) is not None


def weight_numbers(weights: Column | None) -> list[int]:
    """Return the weight of every row.

    Args:
        weights: the column of weights, None where the frame has none.

    Raises:
        InvalidValueError: a row without a weight, or with one that is no whole number from 1.

    """
    labels = (UNUSED,) if weights is None else weights.labels
    wrong = [label for label in labels if not is_weight(label)]
    if wrong or weights is None:
        zh, en = "每行的权重应为正整数", "every row needs a weight, a whole number from 1"
        raise InvalidValueError(field="weight", rule_zh=zh, rule=en, value=wrong[0])
    numbers = list(map(int, labels))
    return [numbers[code] for code in weights.codes]


def weight_counts(strata: Column, weights: Column | None) -> dict[str, dict[int, int]]:
    """Return how many rows of each weight every stratum holds (各层权重).

    Raises:
        InvalidValueError: a row without a weight, or with one that is no whole number from 1.

    """
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for (stratum, weight), rows in Counter(zip(strata.codes, weight_numbers(weights), strict=True)).items():
        found[strata.labels[stratum]][weight] = rows
    return dict(found)
