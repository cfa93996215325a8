"""The table that publishes with which chance ``pareto`` draws whom: SSJ-1 §4.3 (入样概率表)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from shuangsuiji.errors import InvalidFormError, InvalidValueError
from shuangsuiji.lottery.chances import chance
from shuangsuiji.lottery.forms import parse_table, table_bytes
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.inclusion import inclusion_probabilities, work
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["INCLUSION_TABLE", "check_inclusion_table", "inclusion_bytes", "inclusion_rows", "within_patience"]

INCLUSION_TABLE = "inclusion.tsv"
_PATIENCE = 2 * 10**8  # steps, some ten seconds
_TOLERANCE = 1e-7  # of the nine digits published

Row = tuple[str, ...]


def inclusion_rows(terms: FrameTerms, frame: TableFrame) -> list[Row]:
    """Return frame, stratum, weight, λ and the exact chance, for every weight of every stratum, to nine digits.

    Where the quota is rounded by chance, both are the means over the two quotas that may come.
    """
    rows: list[Row] = []
    counts = frame.counts()
    for stratum, weights in frame.weight_counts().items():
        expected = chance(terms, stratum, counts[stratum]) * counts[stratum]
        low, part = expected.numerator // expected.denominator, float(expected % 1)
        found = {one.weight: (one.target, one.probability) for one in inclusion_probabilities(weights, low)}
        if part:
            for one in inclusion_probabilities(weights, low + 1):
                target, probability = found[one.weight]
                more = (target + part * (one.target - target), probability + part * (one.probability - probability))
                found[one.weight] = more
        rows += [(terms.name, stratum, str(weight), *(f"{number:.9g}" for number in found[weight])) for weight in found]
    return rows


def within_patience(terms: Iterable[FrameTerms], frames: Mapping[str, TableFrame]) -> bool:
    """Tell whether the chances of all frames drawn by weight can be worked out in a few seconds."""
    steps = sum(
        work(weights, one.quotas[stratum])
        for one in terms
        if one.design == "pareto"
        for stratum, weights in frames[one.name].weight_counts().items()
    )
    return steps <= _PATIENCE


def inclusion_bytes(terms: Iterable[FrameTerms], frames: Mapping[str, TableFrame]) -> bytes | None:
    """Return the bytes of ``inclusion.tsv``; None where there is nothing to publish.

    That is so where nothing is drawn by weight, where it would take too long, and where somebody else's commitment
    leaves it to chance whether its weights can be drawn by at all: ``commit`` refuses to make such a one.
    """
    weighted = [one for one in terms if one.design == "pareto"]
    if not weighted or not within_patience(weighted, frames):
        return None
    try:
        return table_bytes(row for one in weighted for row in inclusion_rows(one, frames[one.name]))
    except InvalidValueError:
        return None


def check_inclusion_table(
    terms: Iterable[FrameTerms], frames: Mapping[str, TableFrame], files: Mapping[str, bytes], ledger: Ledger
) -> None:
    """Work the published chances out again, where there are any, and compare them to seven digits."""
    weighted = [one for one in terms if one.design == "pareto" and one.name in frames]
    if INCLUSION_TABLE not in files or not weighted:
        return
    try:
        rows = parse_table(files[INCLUSION_TABLE], INCLUSION_TABLE, 5)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return
    if not within_patience(weighted, frames):
        zh, en = "计算量过大，未核验", "takes too long, not checked"
        ledger.leave("inclusion", f"{INCLUSION_TABLE}：{zh}", f"{INCLUSION_TABLE}: {en}")
        return
    try:
        due = {row[:3]: row[3:] for one in weighted for row in inclusion_rows(one, frames[one.name])}
    except InvalidValueError as error:  # exact for the quota committed, but not for the one more that chance may add
        ledger.leave("inclusion", error.zh_line, error.en_line)
        return
    found = {row[:3]: row[3:] for row in rows}
    wrong = ["/".join(key) for key in sorted(due.keys() | found.keys()) if not _agree(due.get(key), found.get(key))]
    ledger.settle_all(
        wrong,
        "inclusion",
        f"{INCLUSION_TABLE} 为精确入样概率",
        f"{INCLUSION_TABLE} holds the exact inclusion probabilities",
    )


def _agree(due: Row | None, found: Row | None) -> bool:
    if due is None or found is None:
        return False
    try:
        return all(
            math.isclose(float(one), float(other), rel_tol=_TOLERANCE) for one, other in zip(due, found, strict=True)
        )
    except ValueError:
        return False
