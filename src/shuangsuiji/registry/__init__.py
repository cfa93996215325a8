"""One list and two pools: items, objects, inspectors, departments (一单两库)."""

from shuangsuiji.registry.credentials import Certificate, Leave, Qualification, Training
from shuangsuiji.registry.departments import (
    ANNEX_MEMBERS,
    BODY_DEPARTMENTS,
    LIYANG_DEPARTMENTS,
    Department,
    DepartmentTree,
)
from shuangsuiji.registry.inspector_pools import InspectorPool
from shuangsuiji.registry.inspectors import Expert, Inspector
from shuangsuiji.registry.item_lists import ItemChange, ItemList
from shuangsuiji.registry.items import InspectionItem, LegalBasis
from shuangsuiji.registry.object_columns import ObjectColumns
from shuangsuiji.registry.objects import InspectionObject
from shuangsuiji.registry.pools import ObjectPool
from shuangsuiji.registry.recusals import Recusal, barred_pairs, check_recusals
from shuangsuiji.registry.responsibility import check_coverage, check_responsibility, responsible_department
from shuangsuiji.registry.revisions import PoolRevision
from shuangsuiji.registry.rosters import Absence, CertificateHolder
from shuangsuiji.registry.task_officers import TaskOfficers, Window

__all__ = [
    "ANNEX_MEMBERS",
    "BODY_DEPARTMENTS",
    "LIYANG_DEPARTMENTS",
    "Absence",
    "Certificate",
    "CertificateHolder",
    "Department",
    "DepartmentTree",
    "Expert",
    "InspectionItem",
    "InspectionObject",
    "Inspector",
    "InspectorPool",
    "ItemChange",
    "ItemList",
    "Leave",
    "LegalBasis",
    "ObjectColumns",
    "ObjectPool",
    "PoolRevision",
    "Qualification",
    "Recusal",
    "TaskOfficers",
    "Training",
    "Window",
    "barred_pairs",
    "check_coverage",
    "check_recusals",
    "check_responsibility",
    "responsible_department",
]
