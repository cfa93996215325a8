"""The whole year of the county on record: a dossier for each draw, the scorecard, the bulletin (合成全程留痕).

    from shuangsuiji.law import LIYANG_RULES
    from shuangsuiji.testing.county_trails import county_records

    records = county_records(LIYANG_RULES)

The same call makes the same records, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from shuangsuiji.draws import Matching
from shuangsuiji.inspection import (
    Bulletin,
    CreditEvent,
    FollowUp,
    PublicationTerms,
    ScoreBasis,
    bulletin,
    credit_event,
)
from shuangsuiji.inspection.dossier_parts import file_draw
from shuangsuiji.inspection.dossiers import Dossier, file_records, open_dossier
from shuangsuiji.inspection.regrading import Regrading, regrade
from shuangsuiji.law import RuleBook
from shuangsuiji.planning import Act, ConferenceRole
from shuangsuiji.registry import ANNEX_MEMBERS, ObjectPool
from shuangsuiji.testing.conferences import staffed_conference
from shuangsuiji.testing.county import county_items, county_people, county_pools
from shuangsuiji.testing.county_cases import CountyCases, cases_of
from shuangsuiji.testing.county_visits import Aftermath, aftermath_of
from shuangsuiji.testing.county_years import CountyYear, county_year
from shuangsuiji.values import CHINA
from shuangsuiji.workdays import WorkingCalendar, china_calendar

__all__ = ["CountyRecords", "county_records"]

_OFFICE = "320481-SCJG"


@attrs.frozen(kw_only=True)
class CountyRecords:
    """Everything that is on record of a year (合成年度记录).

    Attributes:
        year: plan, draws and matchings.
        aftermaths: what came of each draw, by its COMMIT; the targeted ones among them.
        cases: leads and targeted inspections.
        credit_events: what followed for the credit of holders.
        dossiers: one for each draw, by its COMMIT.
        score_basis: what the scorecard is made from.
        bulletin: the office's bulletin on the year.
        regradings: each pool as it is graded for the next year.

    """

    year: CountyYear
    aftermaths: Mapping[str, Aftermath]
    cases: CountyCases
    credit_events: tuple[CreditEvent, ...]
    dossiers: Mapping[str, Dossier]
    score_basis: ScoreBasis
    bulletin: Bulletin
    regradings: tuple[Regrading, ...]


def county_records(rules: RuleBook, *, year: int = 2026, objects: int = 1_000) -> CountyRecords:
    """Return the year of the county from the plan to the bulletin and the next year's grades (合成年度记录).

    Args:
        rules: the rule book.
        year: a year whose holidays are announced.
        objects: firms of the county.

    """
    found, calendar = county_year(rules, year=year, objects=objects, staffed=True), china_calendar()
    aftermaths = {commit: aftermath_of(one, rules, calendar, _pool(one)) for commit, one in found.matchings.items()}
    results = [result for one in aftermaths.values() for result in one.results]
    cases = cases_of(found, results, rules, calendar)
    matchings = dict(found.matchings)
    for one in cases.targeted:
        commit = one.matching.commitment.commit
        matchings[commit] = one.matching
        aftermaths[commit] = aftermath_of(one.matching, rules, calendar, _pool(one.matching))
    terms = PublicationTerms(rules=rules, calendar=calendar)
    basis = _basis(found, matchings, aftermaths, cases, terms)
    events = tuple(_events(aftermaths.values(), calendar))
    return CountyRecords(
        year=found,
        aftermaths=aftermaths,
        cases=cases,
        credit_events=events,
        dossiers={commit: _dossier(one, aftermaths[commit], events) for commit, one in matchings.items()},
        score_basis=basis,
        bulletin=_told(basis, year),
        regradings=tuple(
            regrade(pool, basis.results, events, year=year, on=date(year + 1, 3, 31))
            for pool in county_pools(year, objects)
        ),
    )


def _pool(matching: Matching) -> ObjectPool:
    basis = matching.commitment.basis
    if basis is None:  # pragma: no cover - the county's draws have theirs
        raise AssertionError(matching)
    return basis.pool


def _events(aftermaths: Iterable[Aftermath], calendar: WorkingCalendar) -> Iterator[CreditEvent]:
    """Yield a credit event for every result that gives one, two months after the visit."""
    for one in aftermaths:
        for result in one.results:
            event = credit_event(result, event_id=f"XY-{result.id}", on=calendar.add(result.formed_on, 40))
            if event is not None:
                yield event


def _dossier(matching: Matching, aftermath: Aftermath, events: Iterable[CreditEvent]) -> Dossier:
    """Return the dossier of one draw: what it rests on, what was drawn, and every record in the order of its day."""
    made_on = matching.made_at.astimezone(CHINA).date()
    (people,) = county_people(made_on.year)
    dossier = open_dossier(matching.commitment, made_on, people=people)
    own = {one.id for one in aftermath.results}
    records: list[tuple[date, object]] = [
        (made_on, file_draw(matching, county_items(made_on.year))),
        *((one.completed_on, one) for one in aftermath.visits),
        *((one.entered_on or one.formed_on, one) for one in aftermath.results),
        *((max(record.on for record in one.records), one) for one in aftermath.publications),
        # A follow-up holds its result as entered, and is filed after it.
        *((max(one.result.entered_on or one.opened_on, _last_day(one)), one) for one in aftermath.follow_ups),
        *((one.on, one) for one in events if one.result.id in own),
    ]
    return file_records(dossier, ((record, on) for on, record in sorted(records, key=lambda pair: pair[0])))


def _last_day(follow_up: FollowUp) -> date:
    return follow_up.opened_on if follow_up.closure is None else follow_up.closure.on


def _basis(
    year: CountyYear,
    matchings: Mapping[str, Matching],
    aftermaths: Mapping[str, Aftermath],
    cases: CountyCases,
    terms: PublicationTerms,
) -> ScoreBasis:
    return ScoreBasis(
        departments=ANNEX_MEMBERS,
        first=date(year.plan.year, 1, 1),
        last=date(year.plan.year, 12, 31),
        plan=year.plan,
        terms=terms,
        items=(county_items(year.plan.year),),
        pools=county_pools(year.plan.year),
        people=county_people(year.plan.year),
        scheduled=year.scheduled,
        draws=tuple(matchings.values()),
        visits=(*(one for each in aftermaths.values() for one in each.visits), *cases.visits),
        results=tuple(one for each in aftermaths.values() for one in each.results),
        publications=tuple(one for each in aftermaths.values() for one in each.publications),
        follow_ups=tuple(one for each in aftermaths.values() for one in each.follow_ups),
        leads=cases.register.handlings(),
        procedures=year.procedures,
    )


def _told(basis: ScoreBasis, year: int) -> Bulletin:
    on = date(year + 1, 1, 15)
    act = Act(unit=_OFFICE, role=ConferenceRole.OFFICE, on=on, document=f"（合成）通报〔{year + 1}〕1号")
    return bulletin(basis, staffed_conference(date(year, 1, 12)), act, bulletin_id=f"TB-{year}")
