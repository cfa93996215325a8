"""Tasks of a plan: one draw, who answers for it, how often and when; 三（一） (抽查任务)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.planning.designs import SamplingDesign
from shuangsuiji.planning.filters import Filter, Operator, check_part
from shuangsuiji.planning.plan_terms import SupervisionMode
from shuangsuiji.planning.schedules import DrawSchedule, Frequency
from shuangsuiji.planning.teams import ExpertRule, TeamRule, check_asked
from shuangsuiji.values import check_field, check_kind, check_name, texts

__all__ = ["Task"]

_ONCE = Frequency(times=1)


@attrs.frozen(kw_only=True)
class Task:
    """One task of a plan: a draw that may serve several items, once or several times a year (抽查任务).

    Attributes:
        id: a field; the task of a manifest.
        name: in words.
        designs: one per item, each item once; their frames share tickets, so that one visit serves many items.
        strata: columns of the pool whose values make the strata, such as ``("kind", "region")``; empty for one stratum.
        regions: regions the task covers; empty for all.
        filters: further conditions on the pool.
        joint_plan: id of the plan's joint inspection under which the task is drawn, None for a department's own.
        teams: who sends officers for which item, each department once an item; empty where nobody is matched.
        experts: who assists them, for items that have a team (2.3.10), each item once.
        department: id of the department that answers for it and draws (3.1.2); None for the authority of the plan.
        participants: ids of further departments that take part (3.1.2); a joint task has those of its joint plan.
        mode: by which way it comes about (1.2); KEY_FULL inspects every object, CASE is never drawn.
        superior_ordered: whether a superior ordered it, which a yearly cap may leave out; for TARGETED alone.
        frequency: how often it is drawn (3.1.8); once a year unless said otherwise.
        schedule: on which days of the year, None where the plan does not say.
        platform_number: its number on the provincial platform (2.1.3), empty as long as there is none.

    Raises:
        InvalidValueError: a field of the wrong form, participants of a joint task, or ``superior_ordered`` elsewhere.
        DuplicateError: an item, or a department, twice.
        LawError: a lead as a task of a plan (3.4.1), or KEY_FULL with a ratio below one.

    """

    id: str
    name: str
    designs: tuple[SamplingDesign, ...]
    strata: tuple[str, ...] = attrs.field(default=(), converter=texts)
    regions: tuple[str, ...] = attrs.field(default=(), converter=texts)
    filters: tuple[Filter, ...] = ()
    joint_plan: str | None = None
    teams: tuple[TeamRule, ...] = ()
    experts: tuple[ExpertRule, ...] = ()
    department: str | None = None
    participants: tuple[str, ...] = attrs.field(default=(), converter=texts)
    mode: SupervisionMode = SupervisionMode.RANDOM
    superior_ordered: bool = False
    frequency: Frequency = _ONCE
    schedule: DrawSchedule | None = None
    platform_number: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Task.id")
        check_field(self.name, f"{self.id}.name")
        for part in (*self.strata, *self.regions):
            check_part(part, f"{self.id}.strata, regions")
        codes = [design.item_code for design in self.designs]
        _check_once(f"{self.id}.designs", codes)
        if not codes:
            zh, en = "至少一个抽查事项", "at least one item"
            raise InvalidValueError(field=f"{self.id}.designs", rule_zh=zh, rule=en, value=())
        check_asked(self.id, codes, self.teams, self.experts)
        self._check_departments()
        self._check_mode()
        check_kind(self.frequency, Frequency, f"{self.id}.frequency")
        if self.schedule is not None:
            check_kind(self.schedule, DrawSchedule, f"{self.id}.schedule")
        if self.platform_number:
            check_field(self.platform_number, f"{self.id}.platform_number")

    def _check_departments(self) -> None:
        named = [*(() if self.department is None else (self.department,)), *self.participants]
        for name in named:
            check_name(name, f"{self.id}.departments")
        _check_once(f"{self.id}.departments", named)
        if self.joint_plan is not None and self.participants:
            zh, en = "联合抽查任务的参与部门由联合抽查方案载明", "a joint task has the participants of its joint plan"
            raise InvalidValueError(
                field=f"{self.id}.participants", rule_zh=zh, rule=en, value="、".join(self.participants)
            )

    def _check_mode(self) -> None:
        check_kind(self.mode, SupervisionMode, f"{self.id}.mode")
        check_kind(self.superior_ordered, bool, f"{self.id}.superior_ordered")
        if self.superior_ordered and self.mode is not SupervisionMode.TARGETED:
            zh, en = "只有专项抽查可以注明上级部署", "only a targeted inspection is marked as ordered by a superior"
            raise InvalidValueError(field=f"{self.id}.superior_ordered", rule_zh=zh, rule=en, value=str(self.mode))
        if self.mode is SupervisionMode.CASE:
            zh, en = "个案线索要立即检查、处置，不列入抽查任务", "a lead is followed at once, and is no task of a plan"
            raise LawError(
                field=f"{self.id}.mode", rule_zh=zh, rule=en, value=self.mode, clause=LIYANG_2020.ref("3.4.1")
            )
        low = [one.item_code for one in self.designs if any(ratio < Fraction(1) for ratio in one.ratios.values())]
        if self.mode is SupervisionMode.KEY_FULL and low:
            zh, en = "重点监管为全覆盖，抽查比例为 1", "key supervision covers everything: a ratio of one"
            raise LawError(
                field=f"{self.id}.mode", rule_zh=zh, rule=en, value="、".join(low), clause=BUSINESS_2019.ref("54")
            )

    def filters_for(self, design: SamplingDesign) -> tuple[Filter, ...]:
        """Return every condition that an object of the design's frame meets."""
        regions = (Filter(field="region", operator=Operator.IN, values=self.regions),) if self.regions else ()
        return (*regions, *self.filters, *design.filters)

    def design_of(self, item_code: str) -> SamplingDesign:
        """Return the design of an item.

        Raises:
            UnknownNameError: the task has no such item.

        """
        for design in self.designs:
            if design.item_code == item_code:
                return design
        raise UnknownNameError(field=f"{self.id}.designs", value=item_code, known="、".join(self.item_codes))

    @property
    def item_codes(self) -> tuple[str, ...]:
        """The codes of its items."""
        return tuple(design.item_code for design in self.designs)

    def __repr__(self) -> str:
        return f"<任务 {self.id} {self.name}：{'、'.join(self.item_codes)}>"


def _check_once(field: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DuplicateError(field=field, value=name)
        seen.add(name)
