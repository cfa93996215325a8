r"""One text for one record, so that its digest can be taken anywhere: every field, one a line (记录文本).

A line is ``path=value``; a path names the field of a record, and counts the members of a list from 1. What is not
there is ``path~``, a list of n members begins with ``path#n``, a record with ``path:Class``, an entry of a mapping has
the paths ``path.i.key`` and ``path.i.value``, by key. Backslashes and line ends within a text are written ``\\``,
``\n`` and ``\r``, so that no two records have one text. ``sha256sum`` takes the digest of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import cast

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values.ratios import ratio_text

__all__ = ["record_digest", "record_text"]


def record_text(record: object) -> str:
    """Return the one text of a frozen record, every line ended by a newline (记录文本).

    Raises:
        InvalidValueError: something in it that is neither a record nor a text, a number, a day, a term or several of
            these; a float, whose digits depend on who prints it, an instant without an offset.

    """
    if not attrs.has(type(record)):
        zh, en = "应为记录", "must be a record"
        raise InvalidValueError(field="record", rule_zh=zh, rule=en, value=type(record).__name__)
    return "".join(f"{line}\n" for line in _lines("", record))


def record_digest(record: object) -> str:
    """Return SHA-256 of the text of a record in UTF-8, 64 hex digits (记录摘要).

    Raises:
        InvalidValueError: as ``record_text`` says.

    """
    return sha256(record_text(record).encode()).hexdigest()


def _lines(path: str, value: object) -> Iterator[str]:
    if attrs.has(type(value)):
        yield f"{path}:{type(value).__name__}"
        for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(value))):
            yield from _lines(f"{path}.{field.name}" if path else field.name, getattr(value, field.name))
    elif isinstance(value, Mapping):
        given = cast("Mapping[object, object]", value).items()
        entries = sorted(((_plain(f"{path}.key", key), one) for key, one in given), key=lambda entry: entry[0])
        yield f"{path}#{len(entries)}"
        for number, (key, one) in enumerate(entries, 1):
            yield f"{path}.{number}.key={key}"
            yield from _lines(f"{path}.{number}.value", one)
    elif isinstance(value, (tuple, list, AbstractSet)):
        members = list(cast("tuple[object, ...]", value))
        if isinstance(value, AbstractSet):
            members.sort(key=lambda one: _plain(path, one))
        yield f"{path}#{len(members)}"
        for number, one in enumerate(members, 1):
            yield from _lines(f"{path}.{number}", one)
    elif value is None:
        yield f"{path}~"
    else:
        yield f"{path}={_plain(path, value)}"


def _plain(path: str, value: object) -> str:
    text: str | None = None
    match value:
        case Enum():
            text = value.name
        case bool():
            text = "yes" if value else "no"
        case str():
            text = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        case int():
            text = str(value)
        case Fraction():
            text = ratio_text(value)
        case datetime():
            text = None if value.utcoffset() is None else value.isoformat()
        case date():
            text = value.isoformat()
        case _:
            pass
    if text is None:
        zh, en = "不能写入记录文本", "cannot stand in the text of a record"
        raise InvalidValueError(field=path or "record", rule_zh=zh, rule=en, value=repr(value))
    return text
