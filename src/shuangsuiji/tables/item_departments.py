"""Departments in the words of item lists: 检查主体, 发起部门, 配合部门 (清单部门)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.tables.cells import flat
from shuangsuiji.tables.item_defaults import ItemDefaults

__all__ = ["departments_named"]

_SEPARATORS = re.compile("[、，,;；\n]")
_AND = re.compile("[和及与]")  # also inside of a name: 住房和城乡建设部门
_ENDINGS = ("", "部门", "等部门", "等")


def departments_named(text: str, defaults: ItemDefaults) -> tuple[str, ...]:
    """Return the ids of the departments that a text names, each once (部门查找).

    A text that ``department_ids`` has as a whole counts as a whole; else each part is looked up there and in the tree,
    with and without 部门 at its end. Where neither is given, no department is named.

    Raises:
        InvalidValueError: a part that is neither there nor in the tree, or names several units.

    """
    if not defaults.looks_up_departments or not text:
        return ()
    whole = _ids(flat(text), defaults)
    if whole:
        return tuple(dict.fromkeys(whole))
    found: list[str] = []
    for part in map(flat, _SEPARATORS.split(text)):
        found += (_ids(part, defaults) or _several(part, defaults)) if part else ()
    return tuple(dict.fromkeys(found))


def _several(part: str, defaults: ItemDefaults) -> list[str]:
    """Return the ids of departments that 和 joins."""
    ids: list[str] = []
    for name in _AND.split(part):
        found = _ids(name.strip(), defaults)
        if not found:
            zh, en = (
                f"查无部门“{part}”，请补入部门树或 department_ids",
                "no such department in the tree or in department_ids",
            )
            raise InvalidValueError(field="departments", rule_zh=zh, rule=en, value=part)
        ids += found
    return ids


def _ids(name: str, defaults: ItemDefaults) -> Sequence[str]:
    """Return the ids of a name, none where it is unknown."""
    for ending in _ENDINGS:
        plain = name.removesuffix(ending)
        if plain in defaults.department_ids:
            return defaults.department_ids[plain]
        try:
            if defaults.departments is not None:
                return (defaults.departments.named(plain).id,)
        except UnknownNameError:
            continue
    return ()
