"""How things stand at the end of a period: versions, rounds, holders and answers of its last day (期末状态).

A basis may hold what came later. It is put aside here, in one place, so that a bulletin made late says the same as one
made on the day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

import attrs

from shuangsuiji.draws import Draw, SupplementDraw
from shuangsuiji.inspection.draw_lines import drawn_of, known_from
from shuangsuiji.inspection.score_basis import ScoreBasis
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.planning import JointProcedure, JointStage
from shuangsuiji.registry import InspectionItem, InspectorPool, ItemList, ObjectPool
from shuangsuiji.terms import InspectorStatus
from shuangsuiji.values import day_in_china

__all__ = ["PeriodEnd", "drawn_on"]

V = TypeVar("V", ItemList, ObjectPool, InspectorPool)


def drawn_on(drawn: Draw | SupplementDraw) -> date:
    """Return the day in China on which the main draw was drawn: that of its public events (抽取日)."""
    return day_in_china(known_from(drawn, 0))


@attrs.frozen(kw_only=True)
class PeriodEnd:
    """A basis without what came after its last day (期末状态).

    Attributes:
        basis: plan, pools and records.

    """

    basis: ScoreBasis

    @property
    def year_began_on(self) -> date:
        """New year's day of the year in which the period begins: a plan runs from then on."""
        return date(self.basis.first.year, 1, 1)

    @cached_property
    def items(self) -> Mapping[str, InspectionItem]:
        """The items in force on the last day, by code."""
        lists = _newest(self.basis.items, self.basis.last)
        return {item.code: item for one in lists for item in one.items if item.is_in_force(self.basis.last)}

    @cached_property
    def pools(self) -> tuple[ObjectPool, ...]:
        """The object pools in the version of the last day."""
        return _newest(self.basis.pools, self.basis.last)

    @cached_property
    def people(self) -> tuple[InspectorPool, ...]:
        """The inspector pools in the version of the last day."""
        return _newest(self.basis.people, self.basis.last)

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The visits that had ended, those before the period too."""
        return tuple(one for one in self.basis.visits if one.completed_on <= self.basis.last)

    @cached_property
    def draws(self) -> tuple[Draw | SupplementDraw, ...]:
        """The draws of the year so far, each with the rounds that had been drawn."""
        found = (_drawn_by(drawn_of(one), self.basis.last) for one in self.basis.draws)
        return tuple(one for one in found if one is not None and drawn_on(one) >= self.year_began_on)

    @cached_property
    def procedures(self) -> tuple[JointProcedure, ...]:
        """The procedures of the joint plans, as far as they had come."""
        found = (_procedure_by(one, self.basis.last) for one in self.basis.procedures)
        return tuple(one for one in found if one is not None)

    def codes_of(self, department: str) -> frozenset[str]:
        """Return the codes of the items that a department implements (部门事项)."""
        return frozenset(code for code, one in self.items.items() if one.implementing_body == department)

    def objects_of(self, department: str) -> frozenset[str]:
        """Return the objects of a department's pools; where it keeps none, of those that serve its items (部门对象).

        One department may keep a pool for all.
        """
        own = [one for one in self.pools if one.owner == department]
        codes = self.codes_of(department)
        used = own or [one for one in self.pools if codes & set(one.item_codes)]
        return frozenset(id_ for one in used for id_ in one.columns.ids)

    def serving(self, department: str) -> frozenset[str]:
        """Return who serves in a department, each once however many pools name him (在岗人员)."""
        return frozenset(
            one.id
            for pool in self.people
            for one in pool
            if one.department == department and one.status is InspectorStatus.ACTIVE
        )


def _newest(versions: Iterable[V], last: date) -> tuple[V, ...]:
    found: dict[str, V] = {}
    for one in sorted(versions, key=lambda one: (one.id, one.version)):
        if (one.effective_on if isinstance(one, ItemList) else one.maintained_on) <= last:
            found[one.id] = one
    return tuple(found.values())


def _drawn_by(drawn: Draw | SupplementDraw, last: date) -> Draw | SupplementDraw | None:
    """Return a draw with the rounds drawn by a day, None where it was not drawn itself."""
    while isinstance(drawn, SupplementDraw) and day_in_china(known_from(drawn, drawn.k)) > last:
        drawn = drawn.request.before
    return drawn if drawn_on(drawn) <= last else None


def _procedure_by(one: JointProcedure, last: date) -> JointProcedure | None:
    """Return a procedure as it stood on a day, None where it had not begun."""
    if one.stage is JointStage.EFFECTIVE and one.last_act.on <= last:
        return one
    steps = tuple(step for step in one.steps if step.act.on <= last)
    return attrs.evolve(one, steps=steps, minutes=None) if steps else None
