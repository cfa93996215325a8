"""Departments that take part because they hold a function for the whole city: 3.2.8 (市级统一实施的参加部门)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.values import check_name

__all__ = ["city_level_participants", "required_participants", "with_city_level"]

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


def with_city_level(plan: JointPlan, required: Iterable[str]) -> JointPlan:
    """Return the plan with the departments that 3.2.8 requires after the others, each once (补入应参加部门)."""
    more = tuple(dict.fromkeys(unit for unit in required if unit not in plan.members))
    return attrs.evolve(plan, participants=(*plan.participants, *more)) if more else plan


def _several(units: object, item_code: str) -> Sequence[str]:
    if isinstance(units, str):
        zh, en = "部门应为列表", "departments come as a list"
        raise InvalidValueError(field=f"holders {item_code}", rule_zh=zh, rule=en, value=units)
    return units  # type: ignore[return-value]


def _reach(region: str) -> str:
    """Return how a code begins that lies within a region: 320400 covers 3204, 320481000000 covers 320481."""
    if not _REGION.fullmatch(region):
        zh, en = "应为 6、9 或 12 位行政区划代码", "must be 6, 9 or 12 digits of the administrative divisions"
        raise InvalidValueError(field="region", rule_zh=zh, rule=en, value=region)
    for blank, width in (("000", 9), ("000", 6), ("00", 4), ("00", 2)):
        if len(region) > width and region.endswith(blank):
            region = region[:width]
    return region
