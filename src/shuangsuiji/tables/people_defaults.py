"""What a list of people leaves unsaid, and its importer must say (人员表未载事项)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.lottery.officers import EVERYWHERE, check_part
from shuangsuiji.registry import DepartmentTree
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.terms import CertificateKind, ExpertKind, InspectorKind, RecusalDeclarer
from shuangsuiji.values import check_count, check_field, check_kind, texts

__all__ = ["PeopleDefaults", "RecusalDefaults"]


def _ids(given: Iterable[str] | None) -> frozenset[str] | None:
    return None if given is None else frozenset(texts(given))


@attrs.frozen(kw_only=True)
class PeopleDefaults:
    """What counts for inspectors and experts where their list says nothing (人员表未载事项).

    Attributes:
        on: the day of the list: what has expired by then is a warning.
        department: id of the department.
        departments: the tree in which 所属部门 is looked up; without it the words of the list are the department.
        inspector_kind: civil servant or qualified staff.
        expert_kind: kind of the experts.
        certificate_kind: kind of the certificates.
        regions: where they may inspect, ``("*",)`` for everywhere.
        capacity: the most units in a year.
        tags: the tags that items ask for; others are warnings. Empty where they are not known.

    """

    on: date
    department: str = ""
    departments: DepartmentTree | None = None
    inspector_kind: InspectorKind | None = None
    expert_kind: ExpertKind | None = None
    certificate_kind: CertificateKind | None = CertificateKind.ADMINISTRATIVE
    regions: tuple[str, ...] = attrs.field(default=(), converter=texts)
    capacity: int | None = None
    tags: tuple[str, ...] = attrs.field(default=(), converter=texts)

    def __attrs_post_init__(self) -> None:
        check_day(self.on, "PeopleDefaults.on")
        if self.department:
            check_part(self.department, "PeopleDefaults.department")
        for field, kind in (
            ("departments", DepartmentTree),
            ("inspector_kind", InspectorKind),
            ("expert_kind", ExpertKind),
            ("certificate_kind", CertificateKind),
        ):
            if getattr(self, field) is not None:
                check_kind(getattr(self, field), kind, f"PeopleDefaults.{field}")
        for part in (*(self.regions if self.regions != (EVERYWHERE,) else ()), *self.tags):
            check_part(part, "PeopleDefaults.regions, tags")
        if self.capacity is not None:
            check_count(self.capacity, "PeopleDefaults.capacity")


@attrs.frozen(kw_only=True)
class RecusalDefaults:
    """What counts for recusals where their list says nothing, and whom they may name (回避表未载事项).

    Attributes:
        on: the day of a recusal that has none.
        declared_by: who declared a recusal of which neither the list nor its reason tells.
        inspector_ids: whom there is; anybody else is rejected. None where it is not known.
        object_ids: what there is; anything else is a warning. None where it is not known.

    """

    on: date
    declared_by: RecusalDeclarer | None = None
    inspector_ids: frozenset[str] | None = attrs.field(default=None, converter=_ids)
    object_ids: frozenset[str] | None = attrs.field(default=None, converter=_ids)

    def __attrs_post_init__(self) -> None:
        check_day(self.on, "RecusalDefaults.on")
        if self.declared_by is not None:
            check_kind(self.declared_by, RecusalDeclarer, "RecusalDefaults.declared_by")
        for id_ in self.inspector_ids or ():
            check_field(id_, "RecusalDefaults.inspector_ids")
