"""Every public value as JSON and back, with a format version (JSON)."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar, cast

import attrs
from cattrs import Converter, transform_error
from cattrs.errors import (
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from shuangsuiji.bundle.entry_jsons import add_entries
from shuangsuiji.errors import InvalidJsonError, InvalidValueError, ShuangsuijiError
from shuangsuiji.law.rulebook import RuleValue
from shuangsuiji.values import TimeLimit, ratio, ratio_text
from shuangsuiji.values.columns import Column

__all__ = ["FORMAT", "from_json", "to_json"]

T = TypeVar("T")

FORMAT = "shuangsuiji/1"
_PACKAGE = "shuangsuiji."


def to_json(value: object, *, indent: int | None = 2) -> str:
    """Return a public value as JSON text (JSON 输出).

    The text is an object with ``format`` (``shuangsuiji/1``), ``kind`` (the class) and ``value``. Ratios are ``p/q``
    in lowest terms, dates ISO, terms their Chinese words.

    Raises:
        InvalidValueError: a value of another class.

    """
    kind = type(value)
    if not attrs.has(kind) or not kind.__module__.startswith(_PACKAGE):
        zh, en = "应为本库的公开值", "must be a public value of this package"
        raise InvalidValueError(field="value", rule_zh=zh, rule=en, value=kind.__name__)
    document = {"format": FORMAT, "kind": kind.__name__, "value": _CONVERTER.unstructure(value)}
    return json.dumps(document, ensure_ascii=False, indent=indent)


def from_json(text: str | bytes, kind: type[T]) -> T:
    """Return the value in a JSON text (JSON 读入).

    Args:
        text: what ``to_json`` returned, or the same written by hand.
        kind: the class to expect.

    Raises:
        InvalidJsonError: no JSON, another format or class, an unknown or a missing field, a value that breaks the rule
            of its field; every fault is named with its path.

    """
    document = _parse(text, kind.__name__)
    for key, due in (("format", FORMAT), ("kind", kind.__name__)):
        if document.get(key) != due:
            zh, en = f"应为 {due!r}，实际为 {document.get(key)!r}", f"must be {due!r}, got {document.get(key)!r}"
            raise _refused(kind.__name__, [(f"$.{key}", zh, en)])
    extra = ", ".join(sorted(set(document) - {"format", "kind", "value"}))
    if extra:
        raise _refused(kind.__name__, [("$", f"不认识的字段 {extra}", f"unknown field {extra}")])
    try:
        return _CONVERTER.structure(document.get("value"), kind)
    except (BaseValidationError, ShuangsuijiError, TypeError, ValueError, AttributeError) as error:
        raise _refused(kind.__name__, _problems(error, kind)) from None


def _parse(text: str | bytes, kind: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(kind, [("$", f"不是 JSON：{error}", f"no JSON: {error}")]) from None
    if not isinstance(document, dict):
        raise _refused(kind, [("$", "应为对象", "must be an object")])
    return cast("dict[str, Any]", document)


def _refused(kind: str, problems: list[tuple[str, str, str]]) -> InvalidJsonError:
    shown_zh = "；".join(f"{path} {zh}" for path, zh, _ in problems)
    shown = "; ".join(f"{path} {en}" for path, _, en in problems)
    return InvalidJsonError(kind=kind, problems=problems, shown_zh=shown_zh, shown=shown)


def _problems(error: Exception, kind: type) -> list[tuple[str, str, str]]:
    """Return (path, Chinese, English) of everything that cattrs found, keeping our own messages."""
    if not isinstance(error, BaseValidationError):
        zh, _, en = _message(error, kind).partition("\n")
        return [("$.value", zh, en or zh)]
    problems: list[tuple[str, str, str]] = []
    for line in transform_error(error, path="$.value", format_exception=_message):
        message, _, path = line.rpartition(" @ ")
        zh, _, en = message.partition("\n")
        problems.append((path, zh, en or zh))
    return problems


def _message(error: BaseException, kind: type | None) -> str:
    if isinstance(error, ShuangsuijiError):
        return f"{error.zh_line}\n{error.en_line}"
    if isinstance(error, KeyError):
        return f"缺少 {error.args[0]}\nmissing {error.args[0]}"
    if isinstance(error, ForbiddenExtraKeysError):
        extra = ", ".join(sorted(error.extra_fields))
        return f"不认识的字段 {extra}\nunknown field {extra}"
    name = getattr(kind, "__name__", str(kind))
    return f"不是 {name}：{error}\nnot a {name}: {error}"


def _structure_enum(value: object, kind: type[Enum]) -> Enum:
    for member in kind:
        if value in (member.value, member.name):
            return member
    known = "、".join(str(member.value) for member in kind)
    raise InvalidValueError(
        field=kind.__name__, rule_zh=f"应为 {known} 之一", rule=f"must be one of {known}", value=value
    )


def _structure_text(value: object, _: type) -> str:
    if not isinstance(value, str):
        raise InvalidValueError(field="JSON", rule_zh="应为文本", rule="must be text", value=value)
    return value


def _structure_texts(value: object, kind: type) -> tuple[str, ...]:
    """Return the texts in a list; one text alone would be taken for its letters, and is refused."""
    if not isinstance(value, list):
        zh, en = "应为文本列表，如 [“食品”]", "must be a list of texts"
        raise InvalidValueError(field="JSON", rule_zh=zh, rule=en, value=value)
    found: list[str] = []
    errors: list[Exception] = []
    for place, one in enumerate(cast("list[object]", value)):
        try:
            found.append(_structure_text(one, str))
        except InvalidValueError as error:
            error.add_note(IterableValidationNote(f"Structuring {kind} @ index {place}", place, str))
            errors.append(error)
    if errors:
        message = f"While structuring {kind}"
        raise IterableValidationError(message, errors, kind)  # pyright: ignore[reportCallIssue]
    return tuple(found)


_EXACT = re.compile("[0-9]{1,30}/[1-9][0-9]{0,30}")


def _structure_exact(value: object, _: type) -> Fraction:
    """Return an exact number as it is written, such as officer-days; what has to be a ratio is checked by its field."""
    return Fraction(value) if isinstance(value, str) and _EXACT.fullmatch(value) else ratio(value)


def _structure_int(value: object, _: type) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidValueError(field="JSON", rule_zh="应为整数", rule="must be a whole number", value=value)
    return value


def _structure_truth(value: object, _: type) -> bool:
    if not isinstance(value, bool):
        raise InvalidValueError(field="JSON", rule_zh="应为 true 或 false", rule="must be true or false", value=value)
    return value


def _structure_day(value: object, kind: type[date]) -> date:
    try:
        return kind.fromisoformat(_structure_text(value, str))
    except ValueError:
        form = "YYYY-MM-DD" if kind is date else "YYYY-MM-DDTHH:MM:SS+08:00"
        raise InvalidValueError(field="JSON", rule_zh=f"应为 {form}", rule=f"must be {form}", value=value) from None


def _structure_rule_value(value: object, _: object) -> RuleValue:
    if isinstance(value, Mapping):
        return _CONVERTER.structure(value, TimeLimit)
    return value if isinstance(value, int) and not isinstance(value, bool) else ratio(value, "Rule.value")


def _structure_column(value: object, _: type[Column]) -> Column:
    if not isinstance(value, dict):
        value = {}
    columns = cast("dict[str, list[Any]]", value)
    if set(columns) != {"labels", "codes"}:
        zh, en = "应为含 labels 和 codes 的对象", "must be an object of labels and codes"
        raise InvalidValueError(field="Column", rule_zh=zh, rule=en, value=sorted(columns))
    labels, codes = columns["labels"], columns["codes"]
    typed = all(type(label) is str for label in labels) and all(type(code) is int for code in codes)
    if not typed or (codes and min(codes) < 0):
        zh, en = "labels 应为文本，codes 应为非负整数", "labels must be text, codes whole numbers from 0"
        raise InvalidValueError(field="Column", rule_zh=zh, rule=en, value=codes[:5])
    return Column(tuple(labels), array("I", codes))


def _make_converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_unstructure_hook(Fraction, ratio_text)
    converter.register_structure_hook(Fraction, _structure_exact)
    converter.register_structure_hook(str, _structure_text)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _structure_texts)
    converter.register_structure_hook(int, _structure_int)
    converter.register_structure_hook(bool, _structure_truth)
    for kind in (date, datetime):
        converter.register_unstructure_hook(kind, kind.isoformat)
        converter.register_structure_hook(kind, _structure_day)
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _structure_enum
    )
    converter.register_structure_hook(RuleValue, _structure_rule_value)
    converter.register_unstructure_hook(RuleValue, converter.unstructure)
    converter.register_unstructure_hook(Column, lambda column: {"labels": column.labels, "codes": list(column.codes)})
    converter.register_structure_hook(Column, _structure_column)
    converter.register_unstructure_hook_func(lambda kind: getattr(kind, "__origin__", None) is frozenset, sorted)
    add_entries(converter)
    return converter


_CONVERTER = _make_converter()
