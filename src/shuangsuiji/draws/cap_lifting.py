"""What a filed waiver lifts for one commitment, and what the manifest says in place of the caps: 3.4.4 (上限放宽).

A cap that does not hold is not written as one: a verifier would refuse it, and rightly. Its number stands in a line
``rules.cap_waiver…``, so that everybody sees which cap was lifted, and by whom, before the seed exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import RuleBook
from shuangsuiji.planning import AnnualPlan, CapWaiver, Task, burden_rules
from shuangsuiji.registry import ItemList
from shuangsuiji.values import Finding, FrozenMap, freeze, ratio_text

__all__ = ["Lifted", "lifted_by"]


@attrs.frozen(kw_only=True)
class Lifted:
    """The caps that do not hold for one commitment (已放宽上限).

    Attributes:
        items: codes of the items whose ratio cap does not hold.
        visit_cap: whether the cap of visits does not hold.
        lines: for the manifest; none where nothing is lifted.
        findings: the warning.

    """

    items: frozenset[str] = frozenset()
    visit_cap: bool = False
    lines: Mapping[str, str] = attrs.field(factory=FrozenMap[str, str], converter=freeze)
    findings: tuple[Finding, ...] = ()


def lifted_by(
    waiver: CapWaiver | None, task: Task, plan: AnnualPlan, items: ItemList, rules: RuleBook, day: date
) -> Lifted:
    """Return which caps a waiver lifts for a commitment of a day; without one, none (上限放宽).

    Raises:
        LawError: a task that is not targeted, or a waiver that is filed later.
        InvalidValueError: a waiver for another task, of an item without a cap, or of a cap of visits where none is
            known.
        UnknownNameError: an item that is not the task's.

    """
    if waiver is None:
        return Lifted()
    waiver.check_drawable(task, day)
    lines = {"rules.cap_waiver": waiver.manifest_line()}
    for code in waiver.item_codes:
        cap = items[code].ratio_cap
        if cap is None:
            raise _nothing(code)
        lines[f"rules.cap_waiver.ratio.{code}"] = ratio_text(cap)
    if waiver.visit_cap:
        caps = _visit_caps(task, plan, rules, day)
        if not caps:
            raise _nothing("visit_cap")
        lines |= caps
    return Lifted(
        items=frozenset(waiver.item_codes), visit_cap=waiver.visit_cap, lines=lines, findings=waiver.findings()
    )


def _visit_caps(task: Task, plan: AnnualPlan, rules: RuleBook, day: date) -> dict[str, str]:
    """Return the lines of the caps that would bind: of whoever draws, and by its id of each other department."""
    lines: dict[str, str] = {}
    for name in dict.fromkeys((plan.authority, plan.department_of(task), *plan.participants_of(task))):
        cap = burden_rules(plan, rules, day, department=name).manifest_lines().get("rules.visit_cap")
        if cap is not None:
            lines["rules.cap_waiver.visit_cap" + ("" if name == plan.authority else f".{name}")] = cap
    return lines


def _nothing(value: str) -> InvalidValueError:
    zh, en = "没有可放宽的上限", "there is no such cap to lift"
    return InvalidValueError(field="cap_waiver", rule_zh=zh, rule=en, value=value)
