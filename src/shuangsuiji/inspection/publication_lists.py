"""What is due, what is late, and whose it is: 三（三） (公示待办).

A result that was wrong and is not public stays on the list until its correction is: who corrects gains no time. What a
department withholds, with its reason, is owed its entry alone; ``withheld`` lists it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError
from shuangsuiji.inspection.inspection_terms import Channel
from shuangsuiji.inspection.publication_deadlines import (
    DeadlineDuty,
    PublicationDeadline,
    PublicationTerms,
    awaited_deadlines,
    deadlines_of,
)
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.terms import DeadlineStatus
from shuangsuiji.values import check_count
from shuangsuiji.workdays.layers import check_day

__all__ = ["PublicationDue", "due_soon", "overdue", "publication_dues", "withheld"]

_ENTRY, _RESULT = "录入", "检查结果"


@attrs.frozen(kw_only=True)
class PublicationDue:
    """One result, or one that has not come, and how it stands with one term (公示待办).

    Attributes:
        visit: the visit.
        item_code: the item.
        department: id of the department that owes it (3.3.1).
        result: the result, None while there is none.
        due: the term.
        status: how it stands on the day that was asked for.
        done_on: when everything was done, None while something is missing.
        missing: what is missing on that day: the result, its entry, the channels.
        days_left: working days until the earliest day on which it may turn out to be due, negative after it; None
            where the term does not run yet, and where all is done.

    """

    visit: Visit
    item_code: str
    department: str
    result: Result | None
    due: PublicationDeadline
    status: DeadlineStatus
    done_on: date | None
    missing: tuple[str, ...]
    days_left: int | None

    def __repr__(self) -> str:
        return f"<公示待办 {self.department} {self.visit.id} {self.item_code} {self.status}：{'、'.join(self.missing)}>"


def publication_dues(
    results: Iterable[Result],
    publications: Iterable[Publication],
    on: date,
    terms: PublicationTerms,
    *,
    visits: Iterable[Visit] = (),
) -> tuple[PublicationDue, ...]:
    """Return how every result stands with its terms on a day, done ones too, the most pressing first (公示进度).

    Args:
        results: the results as they are now, each id once.
        publications: of these results, each once; the last where its grade was changed.
        on: the day; what happened later had not happened.
        terms: books, calendar, readings.
        visits: visits whose items are listed where no result has come.

    Raises:
        DuplicateError: a result, or the publication of one, twice.
        BrokenChainError: the publication of another result than the one given under its id, or of none.
        UnknownNameError: as ``deadlines_of``; so does the next.
        InvalidValueError: likewise.

    """
    check_day(on, "on")
    by_id = {one.id: one for one in _once(results)}
    public = _by_result(publications, by_id)
    later = _corrections(by_id.values())
    found: list[PublicationDue] = []
    for one in by_id.values():
        if one.formed_on <= on:
            found += _of_result(one, public, later, on, terms)
    there = {(one.visit.id, one.item_code, one.department) for one in by_id.values() if one.formed_on <= on}
    for visit in visits:
        if visit.completed_on <= on:
            found += _of_visit(visit, there, on, terms)
    return tuple(sorted(found, key=_pressing))


def due_soon(
    results: Iterable[Result],
    publications: Iterable[Publication],
    on: date,
    terms: PublicationTerms,
    *,
    within: int = 5,
    visits: Iterable[Visit] = (),
) -> tuple[PublicationDue, ...]:
    """Return what is not done and falls due within some working days, today included: 3.3.2 (即将到期清单).

    A term that is not firm yet counts by the earliest day on which it may end, and stays here until it is surely over.

    Args:
        results: as ``publication_dues`` says; so do the next.
        publications: likewise.
        on: the day.
        terms: likewise.
        within: so many working days ahead.
        visits: likewise.

    Raises:
        InvalidValueError: ``within`` is no count; and as ``publication_dues`` says.

    """
    check_count(within, "within")
    waiting = (DeadlineStatus.PENDING, DeadlineStatus.DUE, DeadlineStatus.UNDETERMINED)
    return tuple(
        one
        for one in publication_dues(results, publications, on, terms, visits=visits)
        if one.missing and one.status in waiting and one.days_left is not None and one.days_left <= within
    )


def overdue(
    results: Iterable[Result],
    publications: Iterable[Publication],
    on: date,
    terms: PublicationTerms,
    *,
    visits: Iterable[Visit] = (),
) -> tuple[PublicationDue, ...]:
    """Return what is not done although its term is over, with the department that owes it: 3.3.2 (逾期清单).

    Raises:
        DuplicateError: as ``publication_dues`` says.

    """
    every = publication_dues(results, publications, on, terms, visits=visits)
    return tuple(one for one in every if one.status is DeadlineStatus.OVERDUE)


def withheld(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    """Return what is not public by its grade, each with its reason: 3.3.4 knows no exception (未主动公开清单)."""
    return tuple(one for one in publications if one.is_withheld)


def _once(results: Iterable[Result]) -> Iterator[Result]:
    seen: set[str] = set()
    for one in results:
        if one.id in seen:
            raise DuplicateError(field="results", value=one.id)
        seen.add(one.id)
        yield one


def _by_result(publications: Iterable[Publication], results: Mapping[str, Result]) -> dict[str, Publication]:
    found: dict[str, Publication] = {}
    for one in publications:
        id_ = one.result.id
        if id_ in found:
            raise DuplicateError(field="publications", value=id_)
        if results.get(id_) != one.result:
            zh, en = "公示所载结果与现有结果不符", "is the publication of another result than the one at hand"
            raise BrokenChainError(link=id_, rule_zh=zh, rule=en, expected=results.get(id_), value=one.result)
        found[id_] = one
    return found


def _corrections(results: Iterable[Result]) -> dict[str, Result]:
    """Return by id of a result the one that corrects it; digests are taken only where something was corrected."""
    groups: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for one in results:
        groups[one.visit.id, one.item_code, one.department].append(one)
    found: dict[str, Result] = {}
    for group in groups.values():
        if len(group) > 1:
            by_digest = {one.digest: one.id for one in group}
            found |= {by_digest[one.corrects]: one for one in group if one.corrects in by_digest}
    return found


def _of_result(
    result: Result, public: Mapping[str, Publication], later: Mapping[str, Result], on: date, terms: PublicationTerms
) -> Iterator[PublicationDue]:
    line = [result]
    while line[-1].id in later:
        line.append(later[line[-1].id])
    for due in deadlines_of(result, terms):
        owed = [_steps(one, public.get(one.id), due.duty) for one in line if one.formed_on <= on]
        done = [max(on_ for on_ in one.values() if on_ is not None) for one in owed if not _missing(one, on)]
        missing = () if done else _missing(owed[-1], on)
        about = (result.item_code, result.department, result)
        yield _due(result.visit, about, due, min(done, default=None), missing, on, terms)


def _of_visit(
    visit: Visit, there: set[tuple[str, str, str]], on: date, terms: PublicationTerms
) -> Iterator[PublicationDue]:
    for one in visit.items:
        if (visit.id, one.item_code, one.department) not in there:
            for due in awaited_deadlines(visit, one.item_code, terms):
                missing = (_RESULT, *_steps(None, None, due.duty))
                yield _due(visit, (one.item_code, one.department, None), due, None, missing, on, terms)


def _steps(result: Result | None, publication: Publication | None, duty: DeadlineDuty) -> dict[str, date | None]:
    """Return what has to be done, in order, and when it was; what is withheld is owed its entry alone."""
    steps = {_ENTRY: None if result is None else result.entered_on}
    if duty is DeadlineDuty.PUBLICATION and not (publication is not None and publication.is_withheld):
        there = {} if publication is None else {one.channel: one.on for one in publication.records}
        steps |= {str(channel): there.get(channel) for channel in Channel}
    return steps


def _missing(steps: Mapping[str, date | None], on: date) -> tuple[str, ...]:
    return tuple(name for name, done_on in steps.items() if done_on is None or done_on > on)


def _due(  # noqa: PLR0913, PLR0917 - the fields of what is built
    visit: Visit,
    about: tuple[str, str, Result | None],
    due: PublicationDeadline,
    done_on: date | None,
    missing: tuple[str, ...],
    on: date,
    terms: PublicationTerms,
) -> PublicationDue:
    earliest = None if due.deadline is None else due.deadline.earliest
    item_code, department, result = about
    return PublicationDue(
        visit=visit,
        item_code=item_code,
        department=department,
        result=result,
        due=due,
        status=due.status(on, done_on),
        done_on=done_on,
        missing=missing,
        days_left=None if earliest is None or done_on is not None else terms.calendar.count(on, earliest),
    )


def _pressing(one: PublicationDue) -> tuple[bool, date, str, str, str, str]:
    """Sort what is missing before what is done, then by day, department, visit, item and rule."""
    earliest = None if one.due.deadline is None else one.due.deadline.earliest
    return not one.missing, earliest or date.max, one.department, one.visit.id, one.item_code, one.due.rule.name
