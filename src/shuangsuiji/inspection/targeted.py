"""Targeted inspections: a draw of named items from part of a pool, on the ground of leads or risk (专项检查).

It is drawn like anything else: ``as_task`` gives the task, ``draws.commit`` draws it, and ``check_targeted`` compares
what was planned or committed with what was decided on. Caps hold, unless a filed ``CapWaiver`` lifts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import cast

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.cluster_reports import ClusterReport
from shuangsuiji.inspection.leads import CaseLead
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import ExpertRule, Filter, SamplingDesign, SupervisionMode, Task, TeamRule
from shuangsuiji.values import check_field, check_kind, check_name, freeze, ratio, record_digest, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["RiskFinding", "TargetedApproval", "TargetedInspection", "as_task"]


def _ratios(given: object) -> Mapping[str, Fraction]:
    pairs = cast("Mapping[str, object]", given).items() if isinstance(given, Mapping) else ()
    return freeze({code: ratio(value, f"ratio {code}") for code, value in pairs})


@attrs.frozen(kw_only=True)
class RiskFinding:
    """A risk, or a problem that many have, as somebody found it: 3.4.3 «普遍性问题», «突出风险» (风险发现).

    Attributes:
        id: a field.
        source: where it comes from, in words: a monitoring system, a superior's warning, a report of clusters.
        found_on: the day.
        statement: what it is, in words; no firm and no person is named.
        document: reference of the paper.
        report: the report of clusters from which it follows, None where it follows from something else.

    """

    id: str
    source: str
    found_on: date
    statement: str
    document: str
    report: ClusterReport | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "RiskFinding.id")
        check_day(self.found_on, f"{self.id}.found_on")
        for field in ("source", "statement", "document"):
            check_field(getattr(self, field), f"{self.id}.{field}")
        if self.report is not None and self.report.on > self.found_on:
            zh, en = "不得早于所依据的报告", "must not lie before the report from which it follows"
            raise InvalidValueError(field=f"{self.id}.found_on", rule_zh=zh, rule=en, value=self.found_on)


@attrs.frozen(kw_only=True)
class TargetedApproval:
    """That the plan of a targeted inspection was approved, filed and published, as far as it was (专项检查计划批准).

    Liyang's text of 2020 does not ask for it; article 15 of Suzhou's measures does, from 2026. Who asks for what is
    looked up by ``check_approval``.

    Attributes:
        approved_by: who approved it: the government of the level, or the superior authority.
        approved_on: the day.
        document: reference of the paper.
        filed_with: with whom it was filed, empty while it was not.
        filed_on: the day, None while it was not.
        published_on: the day on which it was published, None while it was not.
        published_at: where, in words; goes with the day.

    """

    approved_by: str
    approved_on: date
    document: str
    filed_with: str = ""
    filed_on: date | None = None
    published_on: date | None = None
    published_at: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.approved_by, "TargetedApproval.approved_by")
        check_field(self.document, "TargetedApproval.document")
        check_day(self.approved_on, "TargetedApproval.approved_on")
        for day, words in (("filed_on", "filed_with"), ("published_on", "published_at")):
            on, text = getattr(self, day), getattr(self, words)
            if on is not None:
                check_day(on, f"TargetedApproval.{day}")
            if text:
                check_field(text, f"TargetedApproval.{words}")
            if (on is None) != (text == ""):
                zh, en = f"{day} 与 {words} 须同时写明", f"{day} and {words} go together"
                raise InvalidValueError(field=f"TargetedApproval.{words}", rule_zh=zh, rule=en, value=text)


@attrs.frozen(kw_only=True)
class TargetedInspection:
    """A decision to inspect something at random on the ground of leads or risk: 3.4.3, 3.4.4 (专项检查).

    Attributes:
        id: a field; that of its task.
        name: in words.
        department: id of the department that draws.
        decided_on: the day.
        ratios: exact ratio by code of the items, which are named here and nowhere else.
        ratio_reason: why these ratios (3.4.4).
        filters: which part of the pool.
        leads: the leads on which it rests.
        risks: the findings of risk on which it rests.
        superior_ordered: whether a superior ordered it; a yearly cap of visits then leaves it out.
        order: reference of that order; goes with it.
        approval: of its plan, None where there was none.

    Raises:
        InvalidValueError: a field of the wrong form, an order that is not marked, or a ground that came later.
        InvalidRatioError: a ratio that is not exact.
        DuplicateError: a lead or a finding twice.
        LawError: no ground at all (3.4.3), no item, or no reason for the ratios (3.4.4).

    """

    id: str
    name: str
    department: str
    decided_on: date
    ratios: Mapping[str, Fraction] = attrs.field(converter=_ratios)
    ratio_reason: str
    filters: tuple[Filter, ...] = ()
    leads: tuple[CaseLead, ...] = ()
    risks: tuple[RiskFinding, ...] = ()
    superior_ordered: bool = False
    order: str = ""
    approval: TargetedApproval | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "TargetedInspection.id")
        check_field(self.name, f"{self.id}.name")
        check_name(self.department, f"{self.id}.department")
        check_day(self.decided_on, f"{self.id}.decided_on")
        check_kind(self.superior_ordered, bool, f"{self.id}.superior_ordered")
        for code in self.ratios:
            check_name(code, f"{self.id}.ratios")
        if not self.ratios:
            self._broken("ratios", "须列明抽查事项", "names its items", (), "3.4.3")
        if not self.ratio_reason:
            self._broken("ratio_reason", "抽查比例须说明理由", "its ratio has a reason", "", "3.4.4")
        check_field(self.ratio_reason, f"{self.id}.ratio_reason")
        if self.order:
            check_field(self.order, f"{self.id}.order")
        if bool(self.order) != self.superior_ordered:
            zh, en = "上级部署的须引其文件，其他不引", "an order is cited where a superior gave one, and nowhere else"
            raise InvalidValueError(field=f"{self.id}.order", rule_zh=zh, rule=en, value=self.order)
        self._check_grounds()

    def _check_grounds(self) -> None:
        if not self.leads and not self.risks:
            zh, en = "须以至少一条线索或一项风险发现为依据", "rests on a lead or a finding of risk at least"
            self._broken("grounds", zh, en, (), "3.4.3")
        ids = [*(one.id for one in self.leads), *(one.id for one in self.risks)]
        for number, one in enumerate(ids):
            if one in ids[:number]:
                raise DuplicateError(field=f"{self.id}.grounds", value=one)
        for found, day in (*((a.id, a.received_on) for a in self.leads), *((b.id, b.found_on) for b in self.risks)):
            if day > self.decided_on:
                zh, en = "依据不得晚于决定日期", "a ground does not come after the decision"
                raise InvalidValueError(field=f"{self.id}.grounds", rule_zh=zh, rule=en, value=f"{found} {day}")

    def _broken(self, field: str, rule_zh: str, rule: str, value: object, clause_id: str) -> None:
        clause = LIYANG_2020.ref(clause_id)
        raise LawError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value, clause=clause)

    @property
    def item_codes(self) -> tuple[str, ...]:
        """The codes of its items."""
        return tuple(self.ratios)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<专项检查 {self.id} {self.name}：{'、'.join(self.ratios)}>"


def as_task(
    targeted: TargetedInspection,
    *,
    strata: Iterable[str] = (),
    teams: Iterable[TeamRule] = (),
    experts: Iterable[ExpertRule] = (),
    rounding: str = "floor",
) -> Task:
    """Return the task by which a targeted inspection is drawn; it enters the plan as its next version (专项检查任务).

    Args:
        targeted: the decision.
        strata: columns of the pool whose values make the strata.
        teams: who sends officers.
        experts: who assists them.
        rounding: how a quota is rounded.

    Raises:
        InvalidValueError: strata, teams or a rounding that no task may have.

    """
    return Task(
        id=targeted.id,
        name=targeted.name,
        designs=tuple(
            SamplingDesign(item_code=code, ratios=exact, rounding=rounding) for code, exact in targeted.ratios.items()
        ),
        strata=texts(strata),
        filters=targeted.filters,
        teams=tuple(teams),
        experts=tuple(experts),
        department=targeted.department,
        mode=SupervisionMode.TARGETED,
        superior_ordered=targeted.superior_ordered,
    )
