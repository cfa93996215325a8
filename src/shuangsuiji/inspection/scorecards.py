"""How each department stands at the end of a period, by formulas that are published: 四（三）, 1.1 (监管通报指标).

Departments stand in the order of their ids. There is no ranking and no sum of points, and what is not known is shown as
not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.inspection.indicators import FORMULAS, Indicator, share_text
from shuangsuiji.inspection.period_ends import PeriodEnd
from shuangsuiji.inspection.score_basis import ScoreBasis
from shuangsuiji.inspection.score_draws import departments_in, draws_held, progress
from shuangsuiji.inspection.score_matters import (
    follow_ups_closed,
    leads_in_time,
    open_follow_ups_of,
    open_leads_of,
)
from shuangsuiji.inspection.score_results import ResultLine, result_lines
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.planning import JointCounts, SupervisionMode, joint_counts
from shuangsuiji.values import check_count, check_kind, check_name

__all__ = ["DepartmentScore", "Standing", "score"]


@attrs.frozen(kw_only=True)
class Standing:
    """Whether what a department needs is there at all: 1.1 «全覆盖» (工作基础).

    Attributes:
        has_items: an item of its own, in force.
        has_objects: a pool that holds objects and serves one of them.
        has_people: somebody who serves in the pool of inspectors.
        has_tasks: a task of the plan that it answers for or takes part in.
        has_draws: a draw of the period that it held or takes part in.
        has_publications: a result that came to stand on both channels in the period.

    """

    has_items: bool
    has_objects: bool
    has_people: bool
    has_tasks: bool
    has_draws: bool
    has_publications: bool

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields_dict(type(self)):
            check_kind(getattr(self, field), bool, f"Standing.{field}")

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is not there, in Chinese."""
        return tuple(zh for field, zh in _FOUNDATIONS.items() if not getattr(self, field))

    @property
    def is_covered(self) -> bool:
        """Whether all of it is there."""
        return not self.lacking


_FOUNDATIONS = {
    "has_items": "抽查事项",
    "has_objects": "检查对象名录库",
    "has_people": "执法检查人员",
    "has_tasks": "计划任务",
    "has_draws": "期内抽取",
    "has_publications": "期内公示",
}


@attrs.frozen(kw_only=True)
class DepartmentScore:
    """How one department stands (部门通报).

    Attributes:
        department: the department.
        standing: what is there at all.
        indicators: every one, in the order of ``FORMULAS``.
        joint: what it did for joint inspections by the end of the period.
        workload: how often officers went: a number of visits, and how many officers went so often, by the former.
        overdue: results, come or not, of which a term was over at the end and what it asks for not done.
        withheld: results of the period that are not public by their grade; they stand in no share of those that are.
        open_follow_ups: follow-ups that are not closed.
        open_leads: leads that are not closed.

    Raises:
        InvalidValueError: a field of the wrong form, indicators that are not those of ``FORMULAS`` in their order, a
            workload out of order, or the counts of another department.

    """

    department: str
    standing: Standing
    indicators: tuple[Indicator, ...]
    joint: JointCounts
    workload: tuple[tuple[int, int], ...]
    overdue: int
    withheld: int
    open_follow_ups: int
    open_leads: int

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "DepartmentScore.department")
        check_kind(self.standing, Standing, f"{self.department}.standing")
        check_kind(self.joint, JointCounts, f"{self.department}.joint")
        for one in self.indicators:
            check_kind(one, Indicator, f"{self.department}.indicators")
        for field in ("overdue", "withheld", "open_follow_ups", "open_leads"):
            check_count(getattr(self, field), f"{self.department}.{field}")
        self._check_workload()
        codes = tuple(one.code for one in self.indicators)
        if codes != tuple(FORMULAS):
            zh, en = "须为全部指标，依公布的次序", "are all of FORMULAS, in their order"
            raise InvalidValueError(field=f"{self.department}.indicators", rule_zh=zh, rule=en, value="、".join(codes))
        if self.joint.department != self.department:
            zh, en = f"须为 {self.department} 的参与情况", f"are the counts of {self.department}"
            raise InvalidValueError(field=f"{self.department}.joint", rule_zh=zh, rule=en, value=self.joint.department)

    def _check_workload(self) -> None:
        for number in (number for pair in self.workload for number in pair):
            check_count(number, f"{self.department}.workload", at_least=1)
        often = [visits for visits, _ in self.workload]
        if often != sorted(set(often)):
            zh, en = "按检查次数排列，各一次", "stands by the number of visits, each once"
            raise InvalidValueError(field=f"{self.department}.workload", rule_zh=zh, rule=en, value=often)

    @property
    def visits_by_officer(self) -> tuple[int, Fraction, int] | None:
        """Fewest, average and most visits of those who went: 4.1.5; None where nobody did."""
        if not self.workload:
            return None
        went, officers = sum(visits * number for visits, number in self.workload), sum(one for _, one in self.workload)
        return self.workload[0][0], Fraction(went, officers), self.workload[-1][0]

    def indicator(self, code: str) -> Indicator:
        """Return one indicator by the code of its formula (指标).

        Raises:
            UnknownNameError: no formula of that name.

        """
        if code not in FORMULAS:
            raise UnknownNameError(field="DepartmentScore.indicator", value=code, known="、".join(FORMULAS))
        return next(one for one in self.indicators if one.code == code)

    def __repr__(self) -> str:
        return f"<部门通报 {self.department}：{'，'.join(str(one) for one in self.indicators if one.whole)}>"

    def _repr_html_(self) -> str:
        rows = [(one.formula.zh, share_text(one.share), one.part, one.whole, one.formula) for one in self.indicators]
        return html_table(f"部门通报 {self.department}", ("指标", "值", "分子", "分母", "公式"), rows, total=len(rows))


def score(basis: ScoreBasis) -> tuple[DepartmentScore, ...]:
    """Return how every department stands, in the order of their ids: 4.3.1, 4.1.2 (监管通报指标).

    What happened after the last day of the period changes nothing.

    Args:
        basis: plan, pools and records.

    Raises:
        BrokenChainError: results or publications that do not belong together.
        DuplicateError: two results of one item of a visit, or the publication of one twice.
        UnknownNameError: a rule that the book does not have, or a day laid out for a task that the plan does not have.
        InvalidValueError: a day outside the calendar.

    """
    found = _Scoring(end=PeriodEnd(basis=basis))
    return tuple(found.of(name) for name in basis.departments)


@attrs.frozen(kw_only=True)
class _Scoring:
    """What is worked out once for all departments."""

    end: PeriodEnd

    @property
    def basis(self) -> ScoreBasis:
        return self.end.basis

    @cached_property
    def lines(self) -> tuple[ResultLine, ...]:
        return result_lines(self.end)

    @cached_property
    def progress(self) -> Mapping[str, tuple[int, int]]:
        return progress(self.end)

    @cached_property
    def drawing(self) -> frozenset[str]:
        return departments_in(self.end)

    @cached_property
    def joint(self) -> Mapping[str, JointCounts]:
        return {one.department: one for one in joint_counts(self.end.procedures)}

    @cached_property
    def reached(self) -> frozenset[str] | None:
        """The objects that anybody has inspected by the end, None where no year before is known."""
        running = (self.basis.last + timedelta(days=1)).year
        known = [ids for year, ids in self.basis.inspected.items() if year < running]
        return frozenset(one.object_id for one in self.end.visits).union(*known) if known else None

    def of(self, department: str) -> DepartmentScore:
        visits, own = self.basis.visits_of(department), [one for one in self.lines if one.department == department]
        shares = {**self._of_records(department, own), **self._of_visits(department, visits)}
        went = Counter(one.id for visit in visits for one in visit.officers_of(department))
        nothing = JointCounts(department=department, initiated=0, joined=0, objected=0, unanswered=0)
        return DepartmentScore(
            department=department,
            standing=self._standing(department),
            indicators=tuple(Indicator(code=code, part=shares[code][0], whole=shares[code][1]) for code in FORMULAS),
            joint=self.joint.get(department, nothing),
            workload=tuple(sorted(Counter(went.values()).items())),
            overdue=sum(one.is_overdue for one in own),
            withheld=sum(one.is_withheld for one in own if one.is_of_period),
            open_follow_ups=open_follow_ups_of(self.basis, department),
            open_leads=open_leads_of(self.basis, department),
        )

    def _standing(self, department: str) -> Standing:
        plan, codes = self.basis.plan, self.end.codes_of(department)
        named = [{plan.department_of(task), *plan.participants_of(task)} for task in plan.tasks]
        public = (one.completed_on for one in self.basis.publications if one.result.department == department)
        return Standing(
            has_items=bool(codes),
            has_objects=any(len(pool) > 0 and codes & set(pool.item_codes) for pool in self.end.pools),
            has_people=bool(self.end.serving(department)),
            has_tasks=any(department in names for names in named),
            has_draws=department in self.drawing,
            has_publications=any(on is not None and self.basis.holds(on) for on in public),
        )

    def _of_records(self, department: str, own: list[ResultLine]) -> dict[str, tuple[int, int]]:
        owed = [one for one in own if one.is_of_period and not one.is_withheld]
        timed = [one.in_time for one in own if one.in_time is not None]
        return {
            "progress": self.progress.get(department, (0, 0)),
            "draws": draws_held(self.end, department),
            "completion": (sum(one.is_public for one in owed), len(owed)),
            "timeliness": (sum(timed), len(timed)),
            "closure": follow_ups_closed(self.basis, department),
            "response": leads_in_time(self.basis, department),
        }

    def _of_visits(self, department: str, visits: tuple[Visit, ...]) -> dict[str, tuple[int, int]]:
        drawn = [one for one in visits if one.mode is not SupervisionMode.CASE]
        pairs = [pair for one in drawn for pair in _pairs(one, department)]
        went = {one.id for visit in visits for one in visit.officers_of(department)}
        pool = self.end.objects_of(department)
        return {
            "coverage": (len(pool & {one.object_id for one in drawn}), len(pool)),
            "joint": (sum(len(one.departments) > 1 for one in drawn), len(drawn)),
            "merged": (sum(len({item.item_code for item in one.items}) > 1 for one in drawn), len(drawn)),
            "by_lot": (sum(one.matched for one in drawn), len(drawn)),
            "new_pairs": (len(set(pairs)), len(pairs)),
            "participation": (len(went), len(went | self.end.serving(department))),
            "reached": (0, 0) if self.reached is None else (len(pool & self.reached), len(pool)),
        }


def _pairs(visit: Visit, department: str) -> list[tuple[str, str]]:
    return list(combinations(sorted(one.id for one in visit.officers_of(department)), 2))
