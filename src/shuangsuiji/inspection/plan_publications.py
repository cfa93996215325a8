"""A plan on its way to the public: 二（一） «检查计划和结果公示» (计划公示).

Of plans the text names no channel: a notice says in words where the plan stands.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.inspection_terms import DisclosureGrade
from shuangsuiji.inspection.publications import check_grade
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.values import check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["PlanNotice", "PlanPublication", "post_plan"]


@attrs.frozen(kw_only=True)
class PlanNotice:
    """Where a plan stands, since when, and under which number (计划公示记录).

    Attributes:
        place: in words, such as 江苏省市场监管信息平台.
        on: the day.
        reference: its number or address there.
        by: id of the department that put it there.

    """

    place: str
    on: date
    reference: str
    by: str

    def __attrs_post_init__(self) -> None:
        check_field(self.place, "PlanNotice.place")
        check_day(self.on, "PlanNotice.on")
        check_field(self.reference, "PlanNotice.reference")
        check_name(self.by, "PlanNotice.by")


@attrs.frozen(kw_only=True)
class PlanPublication:
    """One version of a plan that is being made public: 2.1.8 (计划公示).

    Attributes:
        plan: the version; an adjusted one is published again.
        grade: how openly.
        reason: why it is not PUBLIC; required there, and empty elsewhere.
        notices: where it stands.

    Raises:
        InvalidValueError: a field of the wrong form, a grade without a reason, a notice that the grade forbids, or one
            before the plan was drawn up.

    """

    plan: AnnualPlan
    grade: DisclosureGrade = DisclosureGrade.PUBLIC
    reason: str = ""
    notices: tuple[PlanNotice, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_kind(self.plan, AnnualPlan, "PlanPublication.plan")
        where = f"PlanPublication {self.plan.citation}"
        check_grade(where, self.grade, self.reason)
        if self.grade is not DisclosureGrade.PUBLIC and self.notices:
            zh, en = f"公开等级为{self.grade}，不得公示", f"graded {self.grade.name}: is not made public"
            raise InvalidValueError(field=f"{where}.notices", rule_zh=zh, rule=en, value=self.notices[0].place)
        check_kind(self.notices, tuple, f"{where}.notices")
        for one in self.notices:
            check_kind(one, PlanNotice, f"{where}.notices")
            if self.plan.drawn_up_on is not None and one.on < self.plan.drawn_up_on:
                zh, en = "公示不得早于计划制定", "must not lie before drawn_up_on"
                raise InvalidValueError(field=f"{where}.on", rule_zh=zh, rule=en, value=one.on.isoformat())

    @property
    def is_complete(self) -> bool:
        """Whether it stands somewhere."""
        return bool(self.notices)

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        shown = "、".join(f"{one.place} {one.on}" for one in self.notices) or "未公示"
        return f"<计划公示 {self.plan.citation} {self.grade}：{shown}>"


def post_plan(publication: PlanPublication, *, place: str, on: date, reference: str, by: str) -> PlanPublication:
    """Return the publication of a plan with one more place where it stands: 2.1.8 (公示计划).

    Raises:
        InvalidValueError: as ``PlanNotice`` and ``PlanPublication`` say.

    """
    notice = PlanNotice(place=place, on=on, reference=reference, by=by)
    return attrs.evolve(publication, notices=(*publication.notices, notice))
