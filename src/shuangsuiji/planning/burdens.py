"""How often one holder is visited: caps, periods of rest, and what counts towards them; 3.1.10 (检查负担).

Liyang's text gives no number: a plan may bind itself (``PlanLimits``), and a rule book may hold the yearly caps that
departments have published since 2025. Where neither has one the cap is not known, and nothing is left out for it.

A visit is one call at one holder, however many items it deals with: it counts once. Which visits count towards a cap
is ``counts_toward_cap``; a period of rest follows every one of them that the department made at random or otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from shuangsuiji.law import CapReading, InspectionType, RuleBook, counts_toward_cap, yearly_cap
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.values import TimeLimit, check_field, check_kind, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["BurdenRules", "CountedVisit", "burden_rules", "spared", "visits_counted"]


@attrs.frozen(kw_only=True)
class CountedVisit:
    """One visit to one holder, as far as caps and periods of rest need to know it (计数检查).

    Attributes:
        id: the visit; two records of one id are one visit, such as the items of a joint inspection.
        holder: id of the market entity.
        department: id of the department that made it.
        on: the day; of a draw whose visits are not on record yet, the day of its commitment.
        inspection_type: its type.
        superior_ordered: whether a superior ordered it.

    Raises:
        InvalidValueError: a field of the wrong form.

    """

    id: str
    holder: str
    department: str
    on: date
    inspection_type: InspectionType = InspectionType.ROUTINE
    superior_ordered: bool = False

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "CountedVisit.id")
        check_field(self.holder, f"{self.id}.holder")
        check_name(self.department, f"{self.id}.department")
        check_day(self.on, f"{self.id}.on")
        check_kind(self.inspection_type, InspectionType, f"{self.id}.inspection_type")
        check_kind(self.superior_ordered, bool, f"{self.id}.superior_ordered")


@attrs.frozen(kw_only=True)
class BurdenRules:
    """What binds the visits of one department on a day, from plan and rule book together (负担规则).

    Attributes:
        department: the department.
        visit_cap: visits to one holder in a calendar year at most, None where no number is known.
        cool_off: rest after a visit, None for none.
        cap_reading: which inspections the cap counts.

    """

    department: str
    visit_cap: int | None = None
    cool_off: TimeLimit | None = None
    cap_reading: CapReading = CapReading.CASES_COUNT

    def manifest_lines(self) -> dict[str, str]:
        """Return the lines of a manifest that say so; none where nothing binds (清单行)."""
        lines: dict[str, str] = {}
        if self.visit_cap is not None:
            lines["rules.visit_cap"] = f"{self.visit_cap} {self.cap_reading.name}"
        if self.cool_off is not None:
            lines["rules.cool_off"] = str(self.cool_off)
        return lines


def burden_rules(
    plan: AnnualPlan,
    rules: RuleBook,
    on: date,
    *,
    department: str | None = None,
    cap_reading: CapReading = CapReading.CASES_COUNT,
) -> BurdenRules:
    """Return what binds the visits of a department on a day: the stricter of plan and rule book (负担规则).

    Args:
        plan: the plan, whose own limits bind every department that takes part.
        rules: the rule book, with the caps that departments have published.
        on: the day.
        department: whose visits; the authority of the plan where nothing is said.
        cap_reading: which inspections a cap counts.

    Raises:
        InvalidValueError: a cap of the rule book that is no whole number.

    """
    whose = department or plan.authority
    published = yearly_cap(rules, whose, on)
    caps = [cap for cap in (plan.limits.visit_cap, None if published is None else published.value) if cap is not None]
    return BurdenRules(
        department=whose,
        visit_cap=min((int(cap) for cap in caps if isinstance(cap, int)), default=None),
        cool_off=plan.limits.cool_off,
        cap_reading=cap_reading,
    )


def visits_counted(
    visits: Iterable[CountedVisit], *, department: str, year: int, reading: CapReading = CapReading.CASES_COUNT
) -> Mapping[str, int]:
    """Return how many visits of a department count towards the cap of each holder in a year (计入频次的检查).

    Args:
        visits: of any department and year; each id once, however often it is given.
        department: whose visits.
        year: calendar year.
        reading: whether 个案检查 count.

    """
    counted = {
        (one.id, one.holder)
        for one in visits
        if one.department == department
        and one.on.year == year
        and counts_toward_cap(one.inspection_type, superior_ordered=one.superior_ordered, reading=reading)
    }
    return Counter(holder for _, holder in counted)


def spared(visits: Iterable[CountedVisit], binding: BurdenRules, on: date) -> Mapping[str, ExclusionReason]:
    """Return the holders that are not to be visited at random on a day, and why: 3.1.10 (免于抽取的市场主体).

    Whoever has been visited as often as the cap allows is named for that, also where he is within a period of rest.

    Args:
        visits: all that are known, of every department; those of other departments give rest, and do not count.
        binding: what binds.
        on: the day of the commitment.

    """
    known = tuple(visits)
    found: dict[str, ExclusionReason] = {}
    if binding.cool_off is not None:
        for one in known:
            if one.on <= on <= binding.cool_off.ends_on(one.on):
                found[one.holder] = ExclusionReason.COOL_OFF
    if binding.visit_cap is not None:
        counts = visits_counted(known, department=binding.department, year=on.year, reading=binding.cap_reading)
        found |= {id_: ExclusionReason.VISIT_CAP for id_, count in counts.items() if count >= binding.visit_cap}
    return found
