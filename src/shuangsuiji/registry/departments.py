"""Departments: a tree of units, each with its level and region (部门).

The two lists of the document are data and stay open, as its 等 says: the sixteen fields of 二（一） and the seventeen
member units of the annex. They differ: the annex adds 行政审批局, and 综合抽样调查队 stands where the body has 统计.
"""

from __future__ import annotations

import re
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.terms import Level
from shuangsuiji.values import check_field, check_kind, check_name

__all__ = ["ANNEX_MEMBERS", "BODY_DEPARTMENTS", "LIYANG_DEPARTMENTS", "Department", "DepartmentTree"]


_REGION = re.compile("[0-9]{6}")


@attrs.frozen(kw_only=True)
class Department:
    """A unit of government (部门).

    Attributes:
        id: a name of SSJ-1; the agency of a manifest.
        name: full name.
        level: level of the unit.
        region: six digits of GB/T 2260.
        parent_id: the unit above, None for a root.
        short_names: other names under which lists mention it.

    """

    id: str
    name: str
    level: Level
    region: str
    parent_id: str | None = None
    short_names: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "Department.id")
        check_field(self.name, "Department.name")
        if not _REGION.fullmatch(self.region):
            zh, en = "应为 6 位行政区划代码", "must be six digits of GB/T 2260"
            raise InvalidValueError(field=f"{self.id}.region", rule_zh=zh, rule=en, value=self.region)
        check_kind(self.level, Level, f"{self.id}.level")


@attrs.frozen(kw_only=True)
class DepartmentTree:
    """Units that know the unit above them (部门树)."""

    departments: tuple[Department, ...]

    def __attrs_post_init__(self) -> None:
        if len(self._by_id) != len(self.departments):
            ids = [department.id for department in self.departments]
            raise DuplicateError(field="Department.id", value=next(id_ for id_ in ids if ids.count(id_) > 1))
        for department in self.departments:
            self.ancestors(department.id)

    @cached_property
    def _by_id(self) -> dict[str, Department]:
        return {department.id: department for department in self.departments}

    def __getitem__(self, department_id: str) -> Department:
        found = self._by_id.get(department_id)
        if found is None:
            raise UnknownNameError(field="Department", value=department_id, known="、".join(sorted(self._by_id)))
        return found

    def __len__(self) -> int:
        return len(self.departments)

    def named(self, text: str) -> Department:
        """Return the department with that id, name or short name.

        Raises:
            UnknownNameError: none, or several.

        """
        found = [one for one in self.departments if text in (one.id, one.name, *one.short_names)]
        if len(found) != 1:
            raise UnknownNameError(
                field="Department", value=text, known="、".join(one.name for one in self.departments)
            )
        return found[0]

    def ancestors(self, department_id: str) -> tuple[Department, ...]:
        """Return the units above a unit, nearest first.

        Raises:
            UnknownNameError: a unit that is not in the tree.
            BrokenChainError: a unit that stands above itself.

        """
        above: list[Department] = []
        parent_id = self[department_id].parent_id
        while parent_id is not None:
            if parent_id == department_id or any(parent_id == one.id for one in above):
                raise BrokenChainError(
                    link="Department.parent_id",
                    rule_zh="部门不得是自己的上级",
                    rule="a unit must not stand above itself",
                    expected="树 a tree",
                    value=parent_id,
                )
            above.append(self[parent_id])
            parent_id = above[-1].parent_id
        return tuple(above)

    def below(self, department_id: str) -> tuple[Department, ...]:
        """Return the units directly below a unit."""
        return tuple(one for one in self.departments if one.parent_id == self[department_id].id)

    def with_departments(self, *more: Department) -> DepartmentTree:
        """Return a tree with further units; the lists of the document are open."""
        return DepartmentTree(departments=self.departments + more)


_LIYANG, _CHANGZHOU = "320481", "320400"
_CITY = f"{_LIYANG}-ZF"

# id suffix, name, the word of 二（一）, whether the annex lists it
_UNITS: tuple[tuple[str, str, str | None, bool], ...] = (
    ("FGW", "市发改委", "发改", True),
    ("JYJ", "市教育局", "教育", True),
    ("GAJ", "市公安局", "公安", True),
    ("RSJ", "市人社局", "人社", True),
    ("STHJ", "常州市生态环境综合行政执法局溧阳分局", "生态环境", True),
    ("ZJJ", "市住建局", "住建", True),
    ("JTJ", "市交通运输局", "交通运输", True),
    ("NYNC", "市农业农村局", "农业农村", True),
    ("SWJ", "市商务局", "商务", True),
    ("WTGL", "市文体广电和旅游局", "文广旅", True),
    ("WJW", "市卫健局", "卫健", True),
    ("YJJ", "市应急管理局", "应急管理", True),
    ("SPJ", "市行政审批局", None, True),
    ("SCJG", "市市场监管局", "市场监管", True),
    ("TJJ", "市统计局", "统计", False),
    ("CYDC", "市综合抽样调查队", None, True),
    ("SWS", "国家税务总局溧阳市税务局", "税务", True),
    ("HG", "常州海关驻溧阳办事处", "海关", True),
)
_ABOVE = {
    "STHJ": Department(
        id=f"{_CHANGZHOU}-STHJ", name="常州市生态环境综合行政执法局", level=Level.PREFECTURE, region=_CHANGZHOU
    ),
    "SWS": Department(id="CN-SWZJ", name="国家税务总局", level=Level.NATION, region="100000"),
    "HG": Department(id=f"{_CHANGZHOU}-HG", name="常州海关", level=Level.PREFECTURE, region=_CHANGZHOU),
}

LIYANG_DEPARTMENTS = DepartmentTree(
    departments=(
        Department(id=_CITY, name="溧阳市人民政府", level=Level.COUNTY, region=_LIYANG),
        *_ABOVE.values(),
        *(
            Department(
                id=f"{_LIYANG}-{suffix}",
                name=name,
                level=Level.COUNTY,
                region=_LIYANG,
                parent_id=_ABOVE[suffix].id if suffix in _ABOVE else _CITY,
                short_names=tuple(short for short in (word, name.removeprefix("市")) if short and short != name),
            )
            for suffix, name, word, _ in _UNITS
        ),
    )
)
BODY_DEPARTMENTS = tuple(f"{_LIYANG}-{suffix}" for suffix, _, word, _ in _UNITS if word)
ANNEX_MEMBERS = tuple(f"{_LIYANG}-{suffix}" for suffix, _, _, listed in _UNITS if listed)
