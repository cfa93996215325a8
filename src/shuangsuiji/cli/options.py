"""What options and files of the command line say: pairs, days, instants, events, values in JSON (命令行取值)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, cast

from shuangsuiji.bundle import from_json
from shuangsuiji.errors import BundleError, DuplicateError, InvalidJsonError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery import BeaconEvent
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.planning import JointProcedure, JointRelaxation, Task

__all__ = [
    "day_of",
    "event_of",
    "exclusions_in",
    "instant_of",
    "pair",
    "pairs_of",
    "procedure_for",
    "read_bytes",
    "read_text",
    "read_value",
    "write_new",
]

T = TypeVar("T")


def pair(text: str, option: str) -> tuple[str, str]:
    """Return the two sides of ``NAME=VALUE``.

    Raises:
        InvalidValueError: there is no ``=``.

    """
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise InvalidValueError(field=option, rule_zh="应为 名称=值", rule="must be NAME=VALUE", value=text)
    return name, value


def pairs_of(texts: list[str], option: str) -> dict[str, str]:
    """Return the pairs of an option that may be given several times, each name once."""
    found: dict[str, str] = {}
    for text in texts:
        name, value = pair(text, option)
        if name in found:
            raise DuplicateError(field=option, value=name)
        found[name] = value
    return found


def day_of(text: str, option: str) -> date:
    """Return the day in ``YYYY-MM-DD``.

    Raises:
        InvalidValueError: anything else.

    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValueError(
            field=option, rule_zh="应为日期 YYYY-MM-DD", rule="must be a day, YYYY-MM-DD", value=text
        ) from None


def event_of(text: str) -> BeaconEvent:
    """Return the event in ``SOURCE/EDITION@INSTANT``.

    Raises:
        InvalidValueError: anything else.

    """
    name, separator, at = text.rpartition("@")
    source, slash, edition = name.partition("/")
    if not separator or not slash:
        zh, en = "应为 来源/期号@时间，如 KL8/2026061@2026-03-03T21:30:00+08:00", "must be SOURCE/EDITION@INSTANT"
        raise InvalidValueError(field="--beacon", rule_zh=zh, rule=en, value=text)
    return BeaconEvent(source=source, edition=edition, at=instant_of(at, "--beacon"))


def instant_of(text: str, option: str) -> datetime:
    """Return the ISO instant with an offset.

    Raises:
        InvalidValueError: anything else.

    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        zh, en = "应为带时区的时间，如 2026-03-02T09:00:00+08:00", "must be an instant with an offset"
        raise InvalidValueError(field=option, rule_zh=zh, rule=en, value=text)
    return found


def exclusions_in(path: str) -> dict[str, str]:
    """Return reason by id from a table of exclusions."""
    return {row[0]: row[1] for row in parse_table(read_bytes(path), Path(path).name, 2)}


def read_value(path: str, kind: type[T]) -> T:
    """Return the value in a JSON file."""
    return from_json(read_bytes(path), kind)


def procedure_for(path: str | None, task: Task) -> JointProcedure | JointRelaxation | None:
    """Return how a joint plan was decided on, or the relaxation filed instead, whichever a JSON file holds: A4.3.1.

    Raises:
        LawError: a joint task, and no file.
        InvalidJsonError: neither of the two.
        BundleError: the file cannot be read.

    """
    if path is None:
        if task.joint_plan is None:
            return None
        zh = "联合抽查任务须给出生效程序（JointProcedure）或经备案的放宽（JointRelaxation）的 JSON 文件"
        en = "a joint task needs the JSON file of its JointProcedure, or of a JointRelaxation that has been filed"
        raise LawError(field="--procedure", rule_zh=zh, rule=en, value=task.id, clause=LIYANG_2020.ref("A4.3.1"))
    content = read_bytes(path)
    try:
        return from_json(content, JointRelaxation)
    except InvalidJsonError as error:
        if all(place != "$.kind" for place, _, _ in cast("list[tuple[str, str, str]]", error.params["problems"])):
            raise
    return from_json(content, JointProcedure)


def read_bytes(path: str) -> bytes:
    """Return what a file holds.

    Raises:
        BundleError: it cannot be read.

    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BundleError.because(path, error, "无法读取", "cannot be read") from None


def read_text(path: str) -> str:
    """Return the text in a file.

    Raises:
        BundleError: it cannot be read, or is not UTF-8.

    """
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError:
        raise BundleError(path=path, rule_zh="应为 UTF-8 文本", rule="must be text in UTF-8") from None


def write_new(path: str | Path, content: bytes) -> None:
    """Write a file that is not there yet; nothing is ever overwritten.

    Raises:
        BundleError: the file is there already, or cannot be written.

    """
    try:
        with Path(path).open("xb") as file:
            file.write(content)
    except OSError as error:
        raise BundleError.because(path, error, "无法新建", "cannot be made anew") from None
