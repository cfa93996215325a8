"""What came of the county's draws: 1,225 visits, their results, entered and public in time and late (合成检查结果).

Nothing is rolled: what an object shows is taken from a hash of its id and the item, so that the same year always ends
in the same way. One result in some twenty is entered late, and a few wait for their second channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import attrs

from shuangsuiji.draws import Draw, Matching
from shuangsuiji.inspection import (
    Channel,
    FollowUpMeasure,
    Outcome,
    Publication,
    Result,
    ScanIn,
    Visit,
    enter,
    post,
    publish,
    visit,
)
from shuangsuiji.inspection.following import carry_out, close_follow_up, open_follow_up
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.law import RuleBook
from shuangsuiji.planning import CheckSheet, MarkedPoint, PointMark, check_sheet
from shuangsuiji.registry import ItemList, ObjectPool
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.testing.county import county_items, county_people
from shuangsuiji.testing.county_guides import county_guides
from shuangsuiji.values import CHINA
from shuangsuiji.workdays import WorkingCalendar

__all__ = ["Aftermath", "aftermath_of"]

_METHODS = (InspectionMethod.ON_SITE,)
_LATE, _HALF_PUBLIC, _UNMARKED = 19, 23, 41
# Of a hundred inspections, how many end how; whoever has the worse grade is not treated otherwise.
_OUTCOMES = (
    (88, Outcome.NO_PROBLEM),
    (93, Outcome.CORRECTED_ON_ORDER),
    (95, Outcome.PENDING_FOLLOW_UP),
    (96, Outcome.OTHER_VIOLATION),
    (98, Outcome.UNREACHABLE),
    (99, Outcome.NO_SUCH_ACTIVITY),
    (100, Outcome.CLOSED_OR_LIQUIDATING),
)


@attrs.frozen(kw_only=True)
class Aftermath:
    """Everything that came of one draw (抽取后续记录).

    Attributes:
        visits: one for each object.
        results: as entered.
        publications: of the results that have been made public on one channel at least.
        follow_ups: of the problems.
        sheets: the check sheets that were taken along.

    """

    visits: tuple[Visit, ...]
    results: tuple[Result, ...]
    publications: tuple[Publication, ...]
    follow_ups: tuple[FollowUp, ...]
    sheets: tuple[CheckSheet, ...]


def aftermath_of(record: Matching | Draw, rules: RuleBook, calendar: WorkingCalendar, pool: ObjectPool) -> Aftermath:
    """Return what came of one draw (抽取后续记录).

    Args:
        record: the matching.
        rules: the rule book.
        calendar: the working days.
        pool: the pool that was drawn from.

    """
    drawn = record.draw if isinstance(record, Matching) else record
    items = county_items(pool.maintained_on.year)
    sheets = {id_: _sheet(record, pool, id_, calendar) for id_ in drawn.taken.live}
    visits = [
        _visit(record, id_, number, items, rules, calendar, sheets[id_])
        for number, id_ in enumerate(sorted(drawn.taken.live), 1)
    ]
    results = [result for one in visits for result in _results(one, calendar)]
    entered = [one for one in results if one.entered_on is not None]
    return Aftermath(
        visits=tuple(visits),
        results=tuple(results),
        publications=tuple(_published(one, calendar) for one in entered),
        follow_ups=tuple(_followed(one, pool, calendar) for one in results if one.outcome.needs_follow_up),
        sheets=tuple(sheets.values()),
    )


def _number(*parts: str) -> int:
    """Return a number from 0 to 99 that belongs to these parts."""
    return int(sha256("|".join(parts).encode()).hexdigest(), 16) % 100


def _day(record: Matching | Draw, id_: str, calendar: WorkingCalendar) -> date:
    """Return the working day of a visit: within ten working days after the draw."""
    drawn = record.draw if isinstance(record, Matching) else record
    return calendar.add(drawn.made_at.astimezone(CHINA).date(), 1 + _number("day", id_) % 10)


def _sheet(record: Matching | Draw, pool: ObjectPool, id_: str, calendar: WorkingCalendar) -> CheckSheet:
    drawn = record.draw if isinstance(record, Matching) else record
    manifest = drawn.commitment.manifest
    guides = {one.item_code: one for one in county_guides(pool.maintained_on.year)}
    team = (
        []
        if isinstance(record, Draw)
        else [
            officer for (object_id, _), seated in record.teams.items() if object_id == id_ for officer in seated.members
        ]
    )
    return check_sheet(
        [guides[code] for code in drawn.taken.live[id_]],
        pool[id_],
        team=team,
        task_id=manifest.task,
        plan_id=manifest.plan,
        draw_serial=str(manifest.serial),
        valid_from=_day(record, id_, calendar),
    )


def _visit(  # noqa: PLR0913, PLR0917 - what a visit consists of
    record: Matching | Draw,
    id_: str,
    number: int,
    items: ItemList,
    rules: RuleBook,
    calendar: WorkingCalendar,
    sheet: CheckSheet,
) -> Visit:
    drawn = record.draw if isinstance(record, Matching) else record
    manifest, on = drawn.commitment.manifest, _day(record, id_, calendar)
    started = datetime.combine(on, time(9 + number % 7, number * 7 % 60), CHINA)
    (people,) = county_people(drawn.made_at.year)
    marked = () if _number("marks", id_, manifest.task) % _UNMARKED == 0 else sheet.points
    return visit(
        record,
        id_,
        visit_id=f"{manifest.agency}-{manifest.serial:03d}-{number:03d}",
        items=items,
        people=people,
        rules=rules,
        methods=dict.fromkeys(drawn.taken.live[id_], _METHODS),
        started_at=started,
        ended_at=started + timedelta(minutes=40),
        sheets=(sheet,),
        marks=tuple(
            MarkedPoint(
                item_code=one.item_code,
                department=one.department,
                point_id=one.point.id,
                mark=PointMark.CONFORMING,
            )
            for one in marked
        ),
        scan_in=ScanIn(at=started, reference=f"（合成）SM{manifest.serial:03d}{number:03d}"),
        notice=f"（合成）检查通知 {manifest.task}-{number}",
    )


def _outcome(object_id: str, item_code: str, on: date) -> Outcome:
    found = _number("outcome", object_id, item_code, on.isoformat())
    return next(outcome for below, outcome in _OUTCOMES if found < below)


def _results(one: Visit, calendar: WorkingCalendar) -> Iterator[Result]:
    """Yield the result of every item, entered in time, late, or not at all yet."""
    for number, item in enumerate(one.items, 1):
        outcome = _outcome(one.object_id, item.item_code, one.on)
        result = Result(
            id=f"{one.id}-{number}",
            visit=one,
            item_code=item.item_code,
            department=item.department,
            outcome=outcome,
            finding="（合成）情况说明" if outcome.needs_follow_up else "",
            formed_on=one.completed_on,
        )
        days = 30 if _number("late", result.id) < 100 // _LATE else 3 + _number("entry", result.id) % 10
        yield enter(
            result, on=calendar.add(one.completed_on, days), by=item.department, platform_number=f"PT{result.id}"
        )


def _published(result: Result, calendar: WorkingCalendar) -> Publication:
    """Return a result on both channels, or on one where the second still waits."""
    if result.entered_on is None:  # pragma: no cover - every result of the county is entered
        return publish(result)
    on = calendar.next(result.entered_on)
    made = post(publish(result), Channel.NATIONAL, on=on, reference=f"GS{result.id}", by=result.department)
    if _number("second", result.id) < 100 // _HALF_PUBLIC:
        return made
    on = calendar.add(on, 1)
    return post(made, Channel.PROVINCIAL, on=on, reference=f"XY{result.id}", by=result.department)


def _followed(result: Result, pool: ObjectPool, calendar: WorkingCalendar) -> FollowUp:
    """Return the follow-up of a problem, closed within a month but for a few."""
    measure = (
        FollowUpMeasure.LIST_ABNORMAL if result.outcome is Outcome.UNREACHABLE else FollowUpMeasure.ORDER_AND_WATCH
    )
    opened = calendar.add(result.formed_on, 1)
    made = open_follow_up(
        result,
        pool,
        follow_up_id=f"HX-{result.id}",
        measures=(measure,),
        opened_on=opened,
        document=f"（合成）责令改正 {result.id}",
    )
    if _number("open", result.id) < 10:  # noqa: PLR2004 - one in ten is still open at the end
        return made
    acted = calendar.add(opened, 12)
    made = carry_out(made, measure=measure, on=acted, done="（合成）已改正", document=f"（合成）复核 {result.id}")
    return close_follow_up(made, on=calendar.add(acted, 2), done="（合成）办结", document=f"（合成）办结 {result.id}")
