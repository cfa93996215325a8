"""What became of the results of a period: public or not, in time or not, every item once: 3.3.2, 3.3.4 (结果考核).

A result and its corrections are one here, and so are the two terms of a food item: it was in time where every term that
ended in the period was kept. A term counts in the period in which it ends, so that each counts in one bulletin, and
what was not done by the end of its last day was not in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.inspection.period_ends import PeriodEnd
from shuangsuiji.inspection.publication_lists import PublicationDue, publication_dues
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.standing import lineages

__all__ = ["ResultLine", "result_lines"]


@attrs.frozen(kw_only=True)
class ResultLine:
    """One item of one visit for one department, and what became of its result by the end of a period (结果线).

    Attributes:
        department: id of the department that owes it.
        is_of_period: whether the visit ended in the period.
        is_public: whether the result that holds stands on both channels.
        is_withheld: whether its grade keeps it off them.
        is_overdue: whether a term is over and what it asks for is not done.
        in_time: whether every term that ended in the period was kept; None where none did, or that is not known.

    """

    department: str
    is_of_period: bool
    is_public: bool
    is_withheld: bool
    is_overdue: bool
    in_time: bool | None


def result_lines(end: PeriodEnd) -> tuple[ResultLine, ...]:
    """Return what became of every result that a term asks for, also of those that have not come (结果办理情况).

    A visit that follows a lead owes none but under the food order.

    Args:
        end: plan, pools and records.

    Raises:
        DuplicateError: two results of one item of a visit, or a publication twice.
        BrokenChainError: results or publications that do not belong together.
        UnknownNameError: the rule book has no term.
        InvalidValueError: a day outside the calendar.

    """
    basis, last = end.basis, end.basis.last
    lines = lineages(one for one in basis.results if one.formed_on <= last)
    known = tuple(one for line in lines.values() for one in line)
    published = tuple(one for one in basis.publications if one.result.formed_on <= last)
    dues: dict[tuple[str, str, str], list[PublicationDue]] = defaultdict(list)
    for due in publication_dues(known, published, last, basis.terms, visits=end.visits):
        dues[due.visit.id, due.item_code, due.department].append(due)
    standing = {(one.visit.id, one.item_code, one.department): one for *_, one in lines.values()}
    public = {one.result.id: one for one in published}
    return tuple(_line(end, dues[key], standing.get(key), public) for key in sorted(dues))


def _line(
    end: PeriodEnd, dues: list[PublicationDue], standing: Result | None, public: dict[str, Publication]
) -> ResultLine:
    last = end.basis.last
    made = None if standing is None else public.get(standing.id)
    entered = made is not None and made.result.entered_on is not None and made.result.entered_on <= last
    public_on = None if made is None else made.completed_on
    return ResultLine(
        department=dues[0].department,
        is_of_period=end.basis.holds(dues[0].visit.completed_on),
        is_public=public_on is not None and public_on <= last,
        is_withheld=made is not None and made.is_withheld and entered,
        is_overdue=any(one.done_on is None and (ends := _ends(one)) is not None and ends <= last for one in dues),
        in_time=_all_kept(one for one in dues if (ends := _ends(one)) is not None and end.basis.holds(ends)),
    )


def _ends(one: PublicationDue) -> date | None:
    """Return the last day on which a term may end, None where it does not run yet."""
    return None if one.due.deadline is None else one.due.deadline.latest


def _all_kept(dues: Iterable[PublicationDue]) -> bool | None:
    kept = [_kept(one) for one in dues]
    if False in kept:
        return False
    return None if None in kept or not kept else True


def _kept(one: PublicationDue) -> bool | None:
    """Tell whether a term that is over was kept, None where its end is not firm and that decides it."""
    deadline = one.due.deadline
    if deadline is None or deadline.earliest is None or deadline.latest is None:  # pragma: no cover - is over
        return None
    if one.done_on is None or one.done_on > deadline.latest:
        return False
    return True if one.done_on <= deadline.earliest else None
