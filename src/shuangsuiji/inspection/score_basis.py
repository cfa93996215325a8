"""What a scorecard is made from: the plan, the pools and every record of a period (考核依据)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

import attrs

from shuangsuiji.draws import Draw, Matching, SupplementDraw
from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.inspection.followup_checks import FOLLOW_UP_TERM
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.lead_handlings import LEAD_RESPONSE, LeadHandling
from shuangsuiji.inspection.publication_deadlines import PublicationTerms
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.recognitions import MutualRecognition
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.planning import AnnualPlan, JointProcedure, ScheduledDraw
from shuangsuiji.registry import InspectorPool, ItemList, ObjectPool
from shuangsuiji.values import FrozenMap, TimeLimit, check_kind, check_name, freeze, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["ScoreBasis"]


def _history(given: Mapping[int, Sequence[str]]) -> Mapping[int, frozenset[str]]:
    return freeze({year: frozenset(texts(ids)) for year, ids in given.items()})


def _departments(given: object) -> tuple[str, ...]:
    return tuple(sorted(texts(given)))


@attrs.frozen(kw_only=True)
class ScoreBasis:
    """Plan, pools and records; what happened after the last day may stand here and counts nowhere (考核依据).

    Attributes:
        departments: ids of the departments that are told of, sorted, each once.
        first: first day of the period.
        last: its last day.
        plan: the city's plan, or a department's, of a year of the period.
        terms: books, calendar and readings for the terms of publication.
        response: how soon a lead is to be looked into; the text says 立即 and gives no number.
        follow_up_term: after how long a follow-up that is still open counts against anybody; the text gives none.
        items: the item lists; of several versions the newest by the last day counts, as of the two next.
        pools: the object pools.
        people: the inspector pools.
        scheduled: the days on which draws were to be held.
        draws: every draw with its last round, or its matching.
        visits: every visit.
        results: every result and every correction.
        publications: of these results, each once; the last where its grade was changed.
        follow_ups: every follow-up.
        leads: every lead with what was done about it.
        procedures: of the joint plans.
        recognitions: results of others that stand in for a visit (3.3.8).
        inspected: ids of objects that anybody inspected in years before, by year; a year not over by then counts not.

    Raises:
        InvalidValueError: a field of the wrong form, a last day before the first, or the plan of another year.
        DuplicateError: a department, a draw or a record twice.

    """

    departments: tuple[str, ...] = attrs.field(converter=_departments)
    first: date
    last: date
    plan: AnnualPlan
    terms: PublicationTerms
    response: TimeLimit = LEAD_RESPONSE
    follow_up_term: TimeLimit = FOLLOW_UP_TERM
    items: tuple[ItemList, ...] = ()
    pools: tuple[ObjectPool, ...] = ()
    people: tuple[InspectorPool, ...] = ()
    scheduled: tuple[ScheduledDraw, ...] = ()
    draws: tuple[Draw | SupplementDraw | Matching, ...] = ()
    visits: tuple[Visit, ...] = ()
    results: tuple[Result, ...] = ()
    publications: tuple[Publication, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    leads: tuple[LeadHandling, ...] = ()
    procedures: tuple[JointProcedure, ...] = ()
    recognitions: tuple[MutualRecognition, ...] = ()
    inspected: Mapping[int, frozenset[str]] = attrs.field(factory=FrozenMap[int, frozenset[str]], converter=_history)

    def __attrs_post_init__(self) -> None:
        for name in self.departments:
            check_name(name, "ScoreBasis.departments")
        check_day(self.first, "ScoreBasis.first")
        if check_day(self.last, "ScoreBasis.last") < self.first:
            zh, en = f"不得早于 {self.first}", f"must not lie before {self.first}"
            raise InvalidValueError(field="ScoreBasis.last", rule_zh=zh, rule=en, value=self.last.isoformat())
        check_kind(self.plan, AnnualPlan, "ScoreBasis.plan")
        check_kind(self.terms, PublicationTerms, "ScoreBasis.terms")
        for field in ("response", "follow_up_term"):
            check_kind(getattr(self, field), TimeLimit, f"ScoreBasis.{field}")
        if not self.first.year <= self.plan.year <= self.last.year:
            zh, en = f"须为 {self.first} 至 {self.last} 期间的年度计划", "must be the plan of a year of the period"
            raise InvalidValueError(field="ScoreBasis.plan", rule_zh=zh, rule=en, value=self.plan.citation)
        self._check_members()

    def _check_members(self) -> None:
        for field, kinds in _MEMBERS.items():
            check_kind(getattr(self, field), tuple, f"ScoreBasis.{field}")
            for one in getattr(self, field):
                if not isinstance(one, kinds):
                    check_kind(one, kinds[0], f"ScoreBasis.{field}")
        _once("departments", self.departments)
        for field in ("items", "pools", "people"):
            _once(field, ((one.id, one.version) for one in getattr(self, field)))
        for field in ("visits", "follow_ups"):
            _once(field, (one.id for one in getattr(self, field)))
        _once("draws", (one.commitment.commit for one in self.draws))
        _once("scheduled", ((one.task_id, one.number) for one in self.scheduled))
        _once("leads", (one.lead.id for one in self.leads))
        _once("procedures", (one.first_plan.id for one in self.procedures))

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= day <= self.last

    def visits_of(self, department: str) -> tuple[Visit, ...]:
        """Return the visits of the period in which a department inspected something, by id (部门检查)."""
        own = (one for one in self.visits if self.holds(one.completed_on) and department in one.departments)
        return tuple(sorted(own, key=lambda one: one.id))

    def __repr__(self) -> str:
        return f"<考核依据 {self.first} 至 {self.last}：{len(self.departments)} 个部门，检查 {len(self.visits)} 次>"


_MEMBERS: Mapping[str, tuple[type, ...]] = {
    "items": (ItemList,),
    "pools": (ObjectPool,),
    "people": (InspectorPool,),
    "scheduled": (ScheduledDraw,),
    "draws": (Draw, SupplementDraw, Matching),
    "visits": (Visit,),
    "results": (Result,),
    "publications": (Publication,),
    "follow_ups": (FollowUp,),
    "leads": (LeadHandling,),
    "procedures": (JointProcedure,),
    "recognitions": (MutualRecognition,),
}


def _once(field: str, keys: Iterable[Hashable]) -> None:
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            raise DuplicateError(field=f"ScoreBasis.{field}", value=key)
        seen.add(key)
