"""The lots of the fast matching: the lightest of a pool, and those with the fewest units in common (抽签范围)."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Collection, Sequence

__all__ = ["FULL", "keep", "lightest"]

FULL = sys.maxsize
"""The level of whoever has no place left: after every load (满额)."""


def lightest(pool: list[int], level: Sequence[int], outside: Collection[int], lot: int) -> list[int]:
    """Return the ``lot`` lightest who are not full and not outside, and everyone tied with the last of them (抽签范围).

    The pool is left in the order of loads: next time it is nearly sorted, which Python's sort makes use of.
    """
    pool.sort(key=level.__getitem__)
    wanted, last = lot, -1
    for one in pool:
        if level[one] == FULL:
            break
        if one not in outside:
            last, wanted = level[one], wanted - 1
            if wanted == 0:
                break
    kept = pool[: bisect_right(pool, last, key=level.__getitem__)]
    return [one for one in kept if one not in outside] if outside else kept


def keep(candidates: list[int], values: list[int], count: int) -> list[int]:
    """Return the ``count`` candidates with the smallest value, and everyone tied with the last of them (并列者)."""
    if len(candidates) <= count:
        return candidates
    threshold = sorted(values)[count - 1]
    return [one for one, value in zip(candidates, values, strict=True) if value <= threshold]
