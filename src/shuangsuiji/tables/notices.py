"""Notices on days off, read from files: holiday-cn JSON, the text of a notice, a folder of both (节假日安排读入)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import attrs

from shuangsuiji.errors import BundleError, InvalidValueError
from shuangsuiji.workdays import Layer, china_calendar, parse_notice

__all__ = ["read_notices"]

_JSON, _TEXT = ".json", ".txt"
_PROLONGED = "延长"


def read_notices(path: str | Path, known: Iterable[Layer] = ()) -> tuple[Layer, ...]:
    """Return what notices on days off say, one layer a file (节假日安排读入).

    Args:
        path: a JSON file in the form of holiday-cn, a text file with a notice of the State Council, or a folder. Of a
            folder the files named ``*.json`` and ``*.txt`` are read, sorted by name, hidden ones left out; whatever
            else lies there is ignored. Texts that prolong a holiday come last: they go by the other files, by what is
            known, and by the notices that the library has.
        known: layers that hold already.

    Raises:
        BundleError: no such file, or one that cannot be read.
        InvalidValueError: bytes that are neither UTF-8 nor GB18030, no JSON, or a notice that is refused; the message
            names the file.

    """
    texts = {file: _text(file) for file in _files(Path(path))}
    found: list[Layer] = []
    for file in sorted(texts, key=lambda file: _PROLONGED in texts[file]):
        found.append(_layer(file, texts[file], (*known, *found)))
    return tuple(found)


def _files(path: Path) -> Sequence[Path]:
    try:
        if not path.is_dir():
            return (path,)
        inside = sorted(path.iterdir())
    except OSError as error:
        raise BundleError.because(path, error, "无法读取", "cannot be read") from None
    return [file for file in inside if file.suffix.lower() in {_JSON, _TEXT} and not file.name.startswith(".")]


def _layer(file: Path, text: str, before: Sequence[Layer]) -> Layer:
    try:
        if file.suffix.lower() == _JSON or text.lstrip().startswith("{"):
            layer = Layer.from_holiday_cn(_document(text))
            return attrs.evolve(layer, name=f"{layer.name}（{file.name}）")
        return parse_notice(text, amends=_prolonged(before) if _PROLONGED in text else None)
    except InvalidValueError as error:
        raise InvalidValueError(**{**error.params, "field": f"{file} {error.params['field']}"}) from None


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BundleError.because(file, error, "无法读取", "cannot be read") from None
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    zh, en = "应为 UTF-8 或 GB18030 文本", "must be text in UTF-8 or GB18030"
    raise InvalidValueError(field=f"{file}", rule_zh=zh, rule=en, value=content[:8])


def _document(text: str) -> dict[str, Any]:
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValueError(field="JSON", rule_zh="不是 JSON", rule="no JSON", value=str(error)) from None
    if not isinstance(document, dict):
        zh, en = "应为对象，含 year 和 days", "must be an object with year and days"
        raise InvalidValueError(field="JSON", rule_zh=zh, rule=en, value=type(document).__name__)
    return cast("dict[str, Any]", document)


def _prolonged(before: Sequence[Layer]) -> Layer:
    """Return what holds without the text that prolongs a holiday."""
    return Layer(name="已知安排", rules=china_calendar(notices=before).rules.values())
