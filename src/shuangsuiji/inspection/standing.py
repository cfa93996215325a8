"""Which results stand, behind those that they correct; to enter a result makes no other result of it (有效结果)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from shuangsuiji.inspection.results import Result, current
from shuangsuiji.values import TimeLimit
from shuangsuiji.workdays import WorkingCalendar

__all__ = ["lineages", "same_result", "term_end"]


def same_result(one: Result, other: Result) -> bool:
    """Tell whether two records are one result, entered on the platform or not yet (同一结果)."""
    return one is other or one.digests[-1] == other.digests[-1]


def lineages(results: Iterable[Result]) -> Mapping[str, tuple[Result, ...]]:
    """Return every result that stands, by its id, behind those that it corrects, the first of them first (更正脉络).

    Args:
        results: results and their corrections, in any order; of one that is given before and after its entry, the
            entered one is kept.

    Raises:
        DuplicateError: as ``current`` says.
        BrokenChainError: as ``current`` says.

    """
    given = sorted(results, key=lambda one: one.entered_on is not None)
    standing = current(given)
    if not any(one.corrects for one in standing):
        return {one.id: (one,) for one in standing}
    by_digest = {digest: one for one in given for digest in one.digests}
    return {one.id: _line(one, by_digest) for one in standing}


def term_end(limit: TimeLimit, start: date, calendar: WorkingCalendar | None = None) -> date:
    """Return the last day of a term; while the notice on holidays is missing, the latest that it can be (期满日).

    Args:
        limit: the term; one in working days needs a calendar.
        start: the day of the event, which is not counted.
        calendar: a term that ends on a day off then ends on the next working day.

    Raises:
        InvalidValueError: a term in working days and no calendar.

    """
    if calendar is None:
        return limit.ends_on(start)
    return calendar.deadline(start, limit).latest or date.max


def _line(result: Result, by_digest: Mapping[str, Result]) -> tuple[Result, ...]:
    line = [result]
    while line[-1].corrects:
        line.append(by_digest[line[-1].corrects])
    return tuple(reversed(line))
