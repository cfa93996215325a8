"""Exact ratios: per cent, per mille, fractions; never floats (比例)."""

from __future__ import annotations

import re
from fractions import Fraction
from unicodedata import normalize

from shuangsuiji.errors import InvalidRatioError

__all__ = ["ratio", "ratio_text"]

_PARTS = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,9}))? *(%|‰)?")
_FRACTION = re.compile(r"([0-9]{1,9}) */ *([0-9]{1,9})")
_MOST = 10**18
_SCALE = {None: 1, "%": 100, "‰": 1000}


def ratio(value: object, field: str = "ratio") -> Fraction:
    """Return an exact ratio between 0 and 1 (比例).

    Args:
        value: ``"3%"``, ``"2‰"``, ``"1/20"``, ``"0.05"`` (full-width forms too), a ``Fraction``, or the ints 0 and 1.
        field: the name that an error shows.

    Raises:
        InvalidRatioError: a float (0.03 is not 3/100 in binary), text of another form, outside 0..1, or with a
            denominator of more than 18 digits.

    """
    exact = _exact(value)
    if exact is None or not 0 <= exact <= 1 or exact.denominator >= _MOST:
        raise InvalidRatioError(
            field=field,
            rule_zh='应为 0 至 1 之间的精确比例，如 "3%"、"2‰"、"1/20"，不接受浮点数',
            rule='must be an exact ratio from 0 to 1 such as "3%", "2‰", "1/20"; floats are refused',
            value=value,
        )
    return exact


def _exact(value: object) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str):
        return None
    text = normalize("NFKC", value).strip()
    if found := _FRACTION.fullmatch(text):
        return Fraction(int(found[1]), int(found[2])) if int(found[2]) else None
    if found := _PARTS.fullmatch(text):
        digits = found[2] or ""
        return Fraction(int(found[1] + digits), 10 ** len(digits) * _SCALE[found[3]])
    return None


def ratio_text(exact: Fraction) -> str:
    """Return ``p/q`` in lowest terms, the form of SSJ-1 §1 (最简分数)."""
    return f"{exact.numerator}/{exact.denominator}"
