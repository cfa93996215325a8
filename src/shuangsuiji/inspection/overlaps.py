"""Where the pools and the items of two departments meet, so that one visit could serve both: 4.1.4a (重叠).

What is seen here is where to inspect together. It is no finding against anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.period_ends import PeriodEnd
from shuangsuiji.inspection.score_basis import ScoreBasis
from shuangsuiji.values import check_count, check_name, texts

__all__ = ["PoolOverlap", "pool_overlaps"]


@attrs.frozen(kw_only=True)
class PoolOverlap:
    """What two departments have in common, objects of both their pools and items of both: 4.1.4a (名录库与事项重叠).

    Attributes:
        department: id of the one.
        other: id of the other, the later of the two.
        objects: so many objects are in the pools of both.
        items: codes of the items of either that name the other as a joint department, sorted.

    """

    department: str
    other: str
    objects: int
    items: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "PoolOverlap.department")
        check_name(self.other, "PoolOverlap.other")
        if not self.department < self.other:
            zh, en = f"须为 {self.department} 之后的另一部门", f"is another department, after {self.department}"
            raise InvalidValueError(field="PoolOverlap.other", rule_zh=zh, rule=en, value=self.other)
        check_count(self.objects, "PoolOverlap.objects")
        for code in self.items:
            check_name(code, "PoolOverlap.items")


def pool_overlaps(basis: ScoreBasis) -> tuple[PoolOverlap, ...]:
    """Return where departments meet at the end of a period, by id, the others left out: 4.1.4a (重叠情况)."""
    end = PeriodEnd(basis=basis)
    objects = {name: end.objects_of(name) for name in basis.departments}
    found = (
        PoolOverlap(
            department=one,
            other=other,
            objects=len(objects[one] & objects[other]),
            items=tuple(sorted(_shared(end, one, other))),
        )
        for one, other in combinations(basis.departments, 2)
    )
    return tuple(one for one in found if one.objects or one.items)


def _shared(end: PeriodEnd, one: str, other: str) -> Iterable[str]:
    both = {one, other}
    return (
        code
        for code, item in end.items.items()
        if item.implementing_body in both and both - {item.implementing_body} <= set(item.joint_departments)
    )
