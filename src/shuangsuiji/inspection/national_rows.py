"""Rows with the field names of the national publicity system: 2.1.3, 3.3.4 (国家公示系统数据).

The names are those seen in its public records, ``raninsPlaneName`` with its spelling. Only what a grade lets out enters
a row, and an outcome goes and comes by its name, never by a number. A row says nothing of the entity to which it
belongs: there, rows stand on the page of the entity. ``NationalRow`` keeps it beside them (3.3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, LawError, UnknownNameError
from shuangsuiji.inspection.inspection_terms import DisclosureGrade, Outcome
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import AnnualPlan, SupervisionMode, Task
from shuangsuiji.registry import DepartmentTree, InspectionItem, ItemList
from shuangsuiji.terms import Term
from shuangsuiji.values import check_count, check_field, check_kind
from shuangsuiji.workdays.layers import check_day

__all__ = [
    "NATIONAL_DETAIL_FIELDS",
    "NATIONAL_FIELDS",
    "NationalDetail",
    "NationalRow",
    "NationalType",
    "national_rows_of",
    "national_type",
]

NATIONAL_FIELDS = (
    "raninsPlanId", "raninsPlaneName", "raninsTaskId", "raninsTaskName", "raninsTypeName", "insAuth", "insDate",
)  # fmt: skip
NATIONAL_DETAIL_FIELDS = ("seqno", "raninsItemName", "raninsCheckResName")


class NationalType(Term):
    """Whether a task draws from all, or from what a condition picks out (抽查类型)."""

    UNDIRECTED = "不定向"
    DIRECTED = "定向"


def national_type(task: Task) -> NationalType:
    """Return DIRECTED for a task that picks out by a condition, UNDIRECTED for any other (任务抽查类型).

    A task is directed whose mode is TARGETED, or that confines its objects: by regions, by filters of its own, or by
    those of the design of an item. Strata do not confine: they only set ratios.
    """
    confined = any(task.filters_for(design) for design in task.designs)
    return NationalType.DIRECTED if confined or task.mode is SupervisionMode.TARGETED else NationalType.UNDIRECTED


@attrs.frozen(kw_only=True)
class NationalDetail:
    """What one item came to, as it stands in a row (公示系统事项结果).

    Attributes:
        seqno: 1, 2, 3 …
        item_name: name of the item; records in the field leave it empty at times.
        outcome: by its name.

    """

    seqno: int
    item_name: str
    outcome: Outcome

    def __attrs_post_init__(self) -> None:
        check_count(self.seqno, "NationalDetail.seqno", at_least=1)
        check_kind(self.item_name, str, "NationalDetail.raninsItemName")
        check_kind(self.outcome, Outcome, "NationalDetail.raninsCheckResName")


@attrs.frozen(kw_only=True)
class NationalRow:
    """What one department made public of one visit, in the words of the national system (公示系统记录).

    Attributes:
        holder: id of the market entity under which it stands (3.3.3); no field of the row.
        plan_id: ``raninsPlanId`` 抽查计划编号.
        plan_name: ``raninsPlaneName`` 抽查计划名称.
        task_id: ``raninsTaskId`` 抽查任务编号.
        task_name: ``raninsTaskName`` 抽查任务名称.
        type: ``raninsTypeName`` 抽查类型.
        authority: ``insAuth`` 抽查机关.
        completed_on: ``insDate`` 抽查完成日期.
        details: what each item came to.

    """

    holder: str
    plan_id: str
    plan_name: str
    task_id: str
    task_name: str
    type: NationalType
    authority: str
    completed_on: date
    details: tuple[NationalDetail, ...]

    def __attrs_post_init__(self) -> None:
        check_field(self.holder, "NationalRow.holder")
        for field in ("plan_id", "plan_name", "task_id", "task_name", "authority"):
            check_field(getattr(self, field), f"NationalRow.{field}")
        check_kind(self.type, NationalType, "NationalRow.type")
        check_day(self.completed_on, "NationalRow.completed_on")
        check_kind(self.details, tuple, "NationalRow.details")
        for one in self.details:
            check_kind(one, NationalDetail, "NationalRow.details")


def national_rows_of(
    publications: Iterable[Publication],
    *,
    plan: AnnualPlan,
    lists: Iterable[ItemList],
    departments: DepartmentTree,
    plan_name: str = "",
) -> tuple[NationalRow, ...]:
    """Return the rows of what is public of a plan: one a visit and department, by day and visit (公示系统导出).

    A result that another of them corrects gives way to its correction; what is withheld has no row. The numbers are
    those of the platform (2.1.3), and the plan's own as long as there are none.

    Args:
        publications: of results of tasks of this plan.
        plan: the plan that the draws cite.
        lists: item lists that hold the versions that were inspected.
        departments: gives the names of the authorities.
        plan_name: name of the plan on the platform; empty for the authority, the year and 年度抽查工作计划.

    Raises:
        BrokenChainError: a draw of another plan.
        UnknownNameError: a task, an item or its version, or a department that is not there.
        LawError: a case, which is never booked as random inspection (3.4.1).

    """
    known = {(item.code, item.version): item for one in lists for item in one.items}
    name = plan_name or f"{departments[plan.authority].name}{plan.year}年度抽查工作计划"
    public = [one for one in publications if one.grade is DisclosureGrade.PUBLIC]
    corrected = {one.result.corrects for one in public}
    groups: dict[tuple[date, str, str], list[Publication]] = {}
    for one in public:
        if one.result.digest not in corrected:
            visit = one.result.visit
            groups.setdefault((visit.completed_on, visit.id, one.result.department), []).append(one)
    rows: list[NationalRow] = []
    for (completed_on, _, department), group in sorted(groups.items(), key=lambda entry: entry[0]):
        visit = group[0].result.visit
        task = _task(plan, visit)
        rows.append(
            NationalRow(
                holder=visit.holder,
                plan_id=plan.platform_number or plan.id,
                plan_name=name,
                task_id=task.platform_number or task.id,
                task_name=task.name,
                type=national_type(task),
                authority=departments[department].name,
                completed_on=completed_on,
                details=_details(group, known),
            )
        )
    return tuple(rows)


def _task(plan: AnnualPlan, visit: Visit) -> Task:
    if visit.draw is None:
        zh, en = "个案处理不得作为随机抽查公示", "a case is not published as a random inspection"
        raise LawError(field=visit.id, rule_zh=zh, rule=en, value=visit.mode, clause=LIYANG_2020.ref("3.4.1"))
    if visit.draw.plan != plan.id:
        zh, en = "检查所引抽取不属此计划", "the visit cites a draw of another plan"
        raise BrokenChainError(link=visit.id, rule_zh=zh, rule=en, expected=plan.id, value=visit.draw.plan)
    return plan[visit.draw.task]


def _details(
    group: Sequence[Publication], known: Mapping[tuple[str, int], InspectionItem]
) -> tuple[NationalDetail, ...]:
    """Return what the items came to, in the order of the visit."""
    order = {one.item_code: number for number, one in enumerate(group[0].result.visit.items)}
    found: list[NationalDetail] = []
    for number, one in enumerate(sorted(group, key=lambda one: (order[one.result.item_code], one.result.id)), 1):
        code, version = one.result.item_code, one.result.item.item_version
        item = known.get((code, version))
        if item is None:
            shown = "、".join(f"{each}@{v}" for each, v in sorted(known))
            raise UnknownNameError(field="national_rows_of.lists", value=f"{code}@{version}", known=shown)
        found.append(NationalDetail(seqno=number, item_name=item.name, outcome=one.result.outcome))
    return tuple(found)
