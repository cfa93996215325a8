"""What an item list leaves unsaid, and its importer must say (清单未载事项)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import attrs

from shuangsuiji.registry import DepartmentTree, LegalBasis
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemOrigin, KeyGround
from shuangsuiji.values import FrozenMap, check_kind, check_name, freeze, ratio, texts

__all__ = ["ItemDefaults"]


def _cap(value: object) -> Fraction | None:
    return None if value is None else ratio(value, "ItemDefaults.ratio_cap")


def _ids(entries: Mapping[str, object]) -> FrozenMap[str, tuple[str, ...]]:
    return freeze({words: (ids,) if isinstance(ids, str) else texts(ids) for words, ids in entries.items()})


@attrs.frozen(kw_only=True)
class ItemDefaults:
    """What counts for the items of a list where the list itself says nothing (清单未载事项).

    Attributes:
        owner: id of the department that keeps the list.
        effective_on: first day of the list and of its items.
        implementing_body: id of the department that inspects; the owner, where it is empty.
        joint_departments: ids of the departments that take part.
        departments: the tree in which 检查主体, 发起部门 and 配合部门 are looked up.
        department_ids: id, or ids, by words of the list that stand in no tree, such as 市场监管领域相关部门. Without a
            tree and without this the columns are not used.
        item_kind: KEY or GENERAL, where a list has no 事项类别.
        content: what is inspected; where it is empty too, the name of the matter stands for it.
        methods: ways of inspecting, also where the words of the list name none.
        legal_bases: for items without one.
        unknown_rank: the rank of a basis whose title does not show it, such as 办法; the lowest, unless said otherwise.
        ratio_cap: cap of GENERAL items.
        key_ground: why the KEY items are KEY.
        key_ground_text: the ground in words.
        origin: whether the items come from a superior's list.
        superior_item: that list and its version.
        power_list_entry: entry of the power list.

    Raises:
        InvalidValueError: a field of the wrong form.

    """

    owner: str
    effective_on: date
    implementing_body: str = ""
    joint_departments: tuple[str, ...] = attrs.field(default=(), converter=texts)
    departments: DepartmentTree | None = None
    department_ids: Mapping[str, tuple[str, ...]] = attrs.field(factory=FrozenMap[str, tuple[str, ...]], converter=_ids)
    item_kind: ItemKind | None = None
    content: str = ""
    methods: tuple[InspectionMethod, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    unknown_rank: BasisRank = BasisRank.NORMATIVE_DOCUMENT
    ratio_cap: Fraction | None = attrs.field(default=None, converter=_cap)
    key_ground: KeyGround | None = None
    key_ground_text: str = ""
    origin: ItemOrigin = ItemOrigin.SUPERIOR
    superior_item: str = ""
    power_list_entry: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.owner, "ItemDefaults.owner")
        check_kind(self.effective_on, date, "ItemDefaults.effective_on")
        check_kind(self.unknown_rank, BasisRank, "ItemDefaults.unknown_rank")
        if self.item_kind is not None:
            check_kind(self.item_kind, ItemKind, "ItemDefaults.item_kind")

    @property
    def looks_up_departments(self) -> bool:
        """Whether the words of a list for departments can be turned into ids."""
        return self.departments is not None or bool(self.department_ids)
