"""What the county does beside its plan: leads, the visits that follow them, two targeted inspections (合成线索与专项).

Twenty-four leads come in over the year, two of them of business without a licence. Most are looked into within a
working day, some late, some never. Two targeted inspections are drawn in December: one on a lead and a finding of risk,
for which results of another department are recognised, and one that a superior ordered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import attrs

from shuangsuiji.inspection import (
    CaseLead,
    CompletenessStatement,
    LeadRegister,
    LeadSource,
    LeadStep,
    LeadStepKind,
    Result,
    Visit,
    VisitItem,
    VisitOfficer,
    append_entry,
    lead_visited,
)
from shuangsuiji.law import RuleBook
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.registry import ANNEX_MEMBERS
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.testing.county import county_people, county_pools
from shuangsuiji.testing.county_targeted import Targeted, targeted_of
from shuangsuiji.testing.county_years import CountyYear
from shuangsuiji.values import CHINA
from shuangsuiji.workdays import WorkingCalendar

__all__ = ["LEADS", "CountyCases", "Targeted", "cases_of"]

LEADS = 24
_SOURCES = (LeadSource.COMPLAINT, LeadSource.TRANSFERRED, LeadSource.MONITORING)
_MARKET = "320481-SCJG"


@attrs.frozen(kw_only=True)
class CountyCases:
    """Leads and targeted inspections of a year (合成线索与专项).

    Attributes:
        register: the register of leads, with a statement of completeness for each department.
        visits: the visits that followed leads.
        targeted: the two targeted inspections.

    """

    register: LeadRegister
    visits: tuple[Visit, ...]
    targeted: tuple[Targeted, ...]


def cases_of(year: CountyYear, results: Sequence[Result], rules: RuleBook, calendar: WorkingCalendar) -> CountyCases:
    """Return what the county did beside its plan (合成线索与专项).

    Args:
        year: the county's year, staffed.
        results: what the draws of the year came to.
        rules: the rule book.
        calendar: the working days.

    """
    leads = tuple(_lead(year.plan.year, number, calendar) for number in range(LEADS))
    visits = tuple(_visit(one, number, calendar) for number, one in enumerate(leads) if _is_visited(one, number))
    register = _registered(year.plan.year, leads, visits)
    return CountyCases(
        register=register,
        visits=visits,
        targeted=targeted_of(year, leads, results, rules),
    )


def _lead(year: int, number: int, calendar: WorkingCalendar) -> CaseLead:
    department = ANNEX_MEMBERS[number % len(ANNEX_MEMBERS)]
    on = calendar.next(date(year, 1 + number // 2, 3 + number % 25))
    pool = county_pools(year)[number % len(ANNEX_MEMBERS)]
    unlicensed = number % 11 == 10  # noqa: PLR2004 - two of twenty-four
    return CaseLead(
        id=f"XS-{year}-{number + 1:02d}",
        source=LeadSource.UNLICENSED if unlicensed else _SOURCES[number % len(_SOURCES)],
        received_on=on,
        received_at=datetime.combine(on, time(10, number), CHINA),
        department=department,
        reference=f"（合成）受理 {number + 1}",
        object_id="" if unlicensed else pool.columns.ids[number * 7],
        place="（合成）某路口" if unlicensed else "",
        item_codes=() if unlicensed else (pool.item_codes[2],),
    )


def _is_visited(lead: CaseLead, number: int) -> bool:
    """Tell whether somebody went: to all but one in eight, and nowhere where no object is known."""
    return bool(lead.object_id) and number % 8 != 7  # noqa: PLR2004 - one in eight


def _visit(lead: CaseLead, number: int, calendar: WorkingCalendar) -> Visit:
    on = calendar.add(lead.received_on, 4 if number % 6 == 5 else 1)  # noqa: PLR2004 - one in six is late
    (people,) = county_people(lead.received_on.year)
    officers = [one for one in people if one.department == lead.department][:2]
    started = datetime.combine(on, time(14, number), CHINA)
    return Visit(
        id=f"GA-{number + 1:02d}",
        object_id=lead.object_id,
        holder=lead.object_id,
        mode=SupervisionMode.CASE,
        lead_id=lead.id,
        items=(
            VisitItem(
                item_code=lead.item_codes[0],
                item_version=1,
                department=lead.department,
                methods=(InspectionMethod.ON_SITE,),
            ),
        ),
        officers=tuple(
            VisitOfficer(
                id=one.id,
                department=one.department,
                certificate=one.certificate.number,
                valid_until=one.certificate.valid_until,
            )
            for one in officers
        ),
        started_at=started,
        ended_at=started + timedelta(minutes=30),
    )


def _registered(year: int, leads: Iterable[CaseLead], visits: Iterable[Visit]) -> LeadRegister:
    """Return the register: every lead an hour after its receipt, every step, and the statements of the next January."""
    by_lead = {one.lead_id: one for one in visits}
    entries: list[tuple[datetime, CaseLead | LeadStep | CompletenessStatement]] = []
    for lead in leads:
        entries += ((at, record) for at, record in _entries(lead, by_lead.get(lead.id)))
    made_on = date(year + 1, 1, 5)
    for number, name in enumerate(ANNEX_MEMBERS):
        statement = CompletenessStatement(
            department=name,
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            made_on=made_on,
            by=_MARKET,
            document=f"（合成）登记完整声明 {number + 1}",
        )
        entries.append((datetime.combine(made_on, time(9, number), CHINA), statement))
    register = LeadRegister(id=f"XS-{year}", keeper=_MARKET, departments=ANNEX_MEMBERS)
    for at, record in sorted(entries, key=lambda entry: entry[0]):
        register = append_entry(register, record, recorded_at=at)
    return register


def _entries(lead: CaseLead, visit: Visit | None) -> Iterator[tuple[datetime, CaseLead | LeadStep]]:
    received = lead.received_at or datetime.combine(lead.received_on, time(10), CHINA)
    yield received + timedelta(hours=1), lead
    if visit is None:
        return
    step = lead_visited(lead, visit)
    yield visit.ended_at + timedelta(minutes=5), step
    done = visit.ended_at + timedelta(days=7)
    closed = LeadStep(
        kind=LeadStepKind.CLOSED,
        lead_id=lead.id,
        lead_digest=lead.digest,
        at=done,
        department=lead.department,
        reference=f"（合成）办结 {lead.id}",
    )
    yield done + timedelta(minutes=5), closed
