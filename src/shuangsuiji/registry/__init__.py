"""One list and two pools: items, objects, departments (一单两库)."""

from shuangsuiji.registry.departments import (
    ANNEX_MEMBERS,
    BODY_DEPARTMENTS,
    LIYANG_DEPARTMENTS,
    Department,
    DepartmentTree,
)
from shuangsuiji.registry.item_lists import ItemChange, ItemList
from shuangsuiji.registry.items import InspectionItem, LegalBasis
from shuangsuiji.registry.object_columns import ObjectColumns
from shuangsuiji.registry.objects import InspectionObject
from shuangsuiji.registry.pools import ObjectPool, PoolRevision
from shuangsuiji.registry.responsibility import check_coverage, check_responsibility, responsible_department

__all__ = [
    "ANNEX_MEMBERS",
    "BODY_DEPARTMENTS",
    "LIYANG_DEPARTMENTS",
    "Department",
    "DepartmentTree",
    "InspectionItem",
    "InspectionObject",
    "ItemChange",
    "ItemList",
    "LegalBasis",
    "ObjectColumns",
    "ObjectPool",
    "PoolRevision",
    "check_coverage",
    "check_responsibility",
    "responsible_department",
]
