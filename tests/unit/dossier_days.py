"""The dossier of the joint draw of ``inspection_days``, as far as the tests of dossiers and stores need it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from shuangsuiji.inspection import Result, Visit, enter
from shuangsuiji.inspection.dossier_parts import citation_of, file_draw
from shuangsuiji.inspection.dossiers import Dossier, file_records, open_dossier
from shuangsuiji.inspection.inspection_terms import Channel
from shuangsuiji.inspection.publication_deadlines import PublicationTerms
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.publishing import post, publish
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.workdays import china_calendar
from tests.unit.inspection_days import found, joint_items, joint_matching, joint_people, visited

COMMITTED_ON = date(2025, 5, 11)
DRAWN_ON = date(2025, 5, 13)
ENTERED_ON = date(2025, 6, 13)
PUBLISHED_ON = date(2025, 6, 16)
VISITED_ON = date(2025, 6, 10)
FORMED_ON = date(2025, 6, 12)


def terms() -> PublicationTerms:
    """Return the strict readings with the calendar of 2025."""
    return PublicationTerms(rules=LIYANG_RULES, calendar=china_calendar(last_announced=2025))


@cache
def opened() -> Dossier:
    """Return the dossier with what the commitment rests on, the matching and what is to be visited."""
    record = joint_matching()
    begun = open_dossier(record.commitment, COMMITTED_ON, people=joint_people())
    return file_records(begun, [(citation_of(record), DRAWN_ON), (file_draw(record, joint_items()), DRAWN_ON)])


@cache
def all_visits() -> tuple[Visit, ...]:
    """Return the visits of 10 June to all that were drawn."""
    return tuple(visited(None, object_id) for object_id in joint_matching().draw.taken.live)


@cache
def all_results() -> tuple[Result, ...]:
    """Return a result without a problem for every item of every visit, not entered."""
    return tuple(
        found(one, id=f"R-{item.item_code}-{one.id}", item_code=item.item_code, department=item.department)
        for one in all_visits()
        for item in one.items
    )


def entered(result: Result) -> Result:
    """Return a result as entered on 13 June."""
    return enter(result, on=ENTERED_ON, by=result.department)


def published(result: Result) -> Publication:
    """Return the publication of a result that was entered, on both channels on 16 June."""
    made = publish(result)
    for number, channel in enumerate(Channel, 1):
        made = post(made, channel, on=PUBLISHED_ON, reference=f"{result.id}-{number}", by=result.department)
    return made


def steps() -> Iterator[tuple[object, date]]:
    """Yield what is filed of a task without a problem, with the days."""
    yield from ((one, VISITED_ON) for one in all_visits())
    yield from ((one, FORMED_ON) for one in all_results())
    yield from ((entered(one), ENTERED_ON) for one in all_results())
    yield from ((published(entered(one)), PUBLISHED_ON) for one in all_results())


@cache
def whole() -> Dossier:
    """Return the dossier of a task that was carried out to the end."""
    return file_records(opened(), steps())
