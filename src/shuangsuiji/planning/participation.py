"""Departments that take part because they hold a function for the whole city: 3.2.8 (市级统一实施的参加部门)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from shuangsuiji.errors import InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.registry import InspectionItem, ItemList
from shuangsuiji.values import check_name

__all__ = ["city_level_participants", "participants_of", "required_participants", "with_city_level"]

_NONE: Mapping[str, str] = MappingProxyType({})
_REGION = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")


def city_level_participants(
    item_code: str, region: str, holders: Mapping[str, Mapping[str, Sequence[str]]]
) -> tuple[str, ...]:
    """Return the departments that take part by duty and territory, sorted: 3.2.8 (市级参加部门).

    Args:
        item_code: the duty; an item that ``holders`` does not name is not held at city level, and nobody takes part.
        region: where the objects are: 6, 9 or 12 digits of the administrative divisions.
        holders: by item that is held at city level, the departments by their territory. A territory covers what its
            code begins, zeros at its end left out: ``320481`` and ``320481000`` cover ``320481103``.

    Raises:
        InvalidValueError: a region that is no such code, or a department that is no name.
        LawError: the item is held at city level, and nobody holds it there.

    """
    if item_code not in holders:
        return ()
    place = _reach(region)
    found = {
        check_name(unit, f"holders {item_code}")
        for territory, units in holders[item_code].items()
        for unit in _several(units, item_code)
        if place.startswith(_reach(territory))
    }
    if not found:
        raise LawError(
            field=f"holders {item_code}",
            rule_zh="该事项检查职能由市级统一实施，须有部门负责该地域",
            rule="the function is held at city level, and some department holds it in this territory",
            value=region,
            clause=LIYANG_2020.ref("3.2.8"),
        )
    return tuple(sorted(found))


def required_participants(
    scope: Iterable[tuple[str, str]], holders: Mapping[str, Mapping[str, Sequence[str]]]
) -> tuple[str, ...]:
    """Return who takes part by 3.2.8 in a joint inspection of several items and regions, sorted (应参加部门).

    Args:
        scope: the item and the region of each part.
        holders: as for ``city_level_participants``.

    Raises:
        InvalidValueError: a region that is no code.
        LawError: nobody holds the function in a territory.

    """
    return tuple(sorted({unit for code, region in scope for unit in city_level_participants(code, region, holders)}))


def participants_of(
    plan: AnnualPlan,
    joint: JointPlan,
    items: ItemList | Iterable[InspectionItem],
    holders: Mapping[str, Mapping[str, Sequence[str]]],
    *,
    region: str,
    regions: Mapping[str, str] = _NONE,
) -> tuple[str, ...]:
    """Return who takes part in a joint inspection by its tasks, sorted: 3.2.4, 3.2.8 (按任务确定的参加部门).

    That is the implementing body of every item that a task under it draws, and whoever holds the item for the whole
    city where the task draws it.

    Args:
        plan: the annual plan.
        joint: one of its joint inspections; without a task nobody takes part.
        items: the items of its tasks.
        holders: as for ``city_level_participants``.
        region: the administrative code of the whole, for a task that names no regions, such as ``320481``.
        regions: the administrative code of each region that tasks name in words, such as a town.

    Raises:
        UnknownNameError: a joint inspection that the plan does not have, an item that is not among the items, a region
            without a code.
        InvalidValueError: a code of the wrong form.
        LawError: nobody holds the function in a territory.

    """
    if joint not in plan.joint_plans:
        known = "、".join(one.id for one in plan.joint_plans)
        raise UnknownNameError(field=f"{plan.id}.joint_plans", value=joint.id, known=known)
    by_code = {item.code: item for item in (items.items if isinstance(items, ItemList) else items)}
    bodies: set[str] = set()
    scope: list[tuple[str, str]] = []
    for task in plan.tasks:
        if task.joint_plan != joint.id:
            continue
        places = [_code_of(name, regions, f"{task.id}.regions") for name in task.regions] or [region]
        for design in task.designs:
            item = by_code.get(design.item_code)
            if item is None:
                raise UnknownNameError(field=f"{task.id}.designs", value=design.item_code, known="、".join(by_code))
            bodies.add(item.implementing_body)
            scope += [(item.code, place) for place in places]
    for _, place in scope:
        _reach(place)
    return tuple(sorted({*bodies, *required_participants(scope, holders)}))


def with_city_level(plan: JointPlan, required: Iterable[str]) -> JointPlan:
    """Return the plan with the departments that 3.2.8 requires after the others, each once (补入应参加部门)."""
    more = tuple(dict.fromkeys(unit for unit in required if unit not in plan.members))
    return attrs.evolve(plan, participants=(*plan.participants, *more)) if more else plan


def _several(units: object, item_code: str) -> Sequence[str]:
    if isinstance(units, str):
        zh, en = "部门应为列表", "departments come as a list"
        raise InvalidValueError(field=f"holders {item_code}", rule_zh=zh, rule=en, value=units)
    return units  # type: ignore[return-value]


def _code_of(name: str, regions: Mapping[str, str], field: str) -> str:
    """Return the code of a region; a region that is named by its code needs no other."""
    if name not in regions and not _REGION.fullmatch(name):
        raise UnknownNameError(field=field, value=name, known="、".join(regions))
    return regions.get(name, name)


def _reach(region: str) -> str:
    """Return how a code begins that lies within a region: 320400 covers 3204, 320481000000 covers 320481."""
    if not _REGION.fullmatch(region):
        zh, en = "应为 6、9 或 12 位行政区划代码", "must be 6, 9 or 12 digits of the administrative divisions"
        raise InvalidValueError(field="region", rule_zh=zh, rule=en, value=region)
    for blank, width in (("000", 9), ("000", 6), ("00", 4), ("00", 2)):
        if len(region) > width and region.endswith(blank):
            region = region[:width]
    return region
