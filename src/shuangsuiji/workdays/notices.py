"""Yearly notices as files in the form of holiday-cn, and what is odd about one (节假日安排文件)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, cast

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import Finding, Severity, check_kind
from shuangsuiji.workdays.layers import DayRule, Layer, is_weekend

__all__ = ["check_notice", "notice_layer"]

_LEAST_OFF = 11  # days off by law in a year, before 2025
_MOST_IN_A_ROW = 6  # 《全国年节及纪念日放假办法》 article 7: around a holiday usually no more
_DECEMBER = 12


def notice_layer(document: Mapping[str, Any], *, name: str, issued_on: date | None) -> Layer:
    """Return the layer of a yearly notice, as ``Layer.from_holiday_cn`` says (节假日文件)."""
    check_kind(document, Mapping, "holiday-cn")
    year, days = document.get("year"), document.get("days")
    if isinstance(year, bool) or not isinstance(year, int):
        raise _invalid("year", "应为年份，如 2027", "must be a year, such as 2027", year)
    if not isinstance(days, list):
        raise _invalid("days", "应为日期列表", "must be a list of days", type(days).__name__)
    title = name or f"国务院办公厅关于{year}年部分节假日安排的通知"
    found: dict[date, DayRule] = {}
    for entry in cast("list[object]", days):
        rule = _rule(entry, year, title)
        if rule is None:
            continue
        if found.setdefault(rule.day, rule).working != rule.working:
            where, zh, en = f"days {rule.day}", "同一日期不能既放假又上班", "is said to be off and worked"
            raise _invalid(where, zh, en, rule.day.isoformat())
    return Layer(name=title, rules=found.values(), years=(year,) if found else (), issued_on=issued_on)


def _rule(entry: object, year: int, source: str) -> DayRule | None:
    """Return what an entry says; None where it says what holds anyway, such as that a Monday is worked."""
    if not isinstance(entry, Mapping):
        raise _invalid("days", "每日应为对象", "every day must be an object", repr(entry))
    fields = cast("Mapping[str, object]", entry)
    text, off = fields.get("date"), fields.get("isOffDay")
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or not isinstance(off, bool):
        raise _invalid("days", "须有 date（YYYY-MM-DD）和 isOffDay（真假）", "needs date and isOffDay", dict(fields))
    if (day.year, day.month) != (year - 1, _DECEMBER) and day.year != year:
        where, zh, en = f"days {day}", f"不属于 {year} 年的安排", f"cannot belong to the notice of {year}"
        raise _invalid(where, zh, en, text)
    if not off and not is_weekend(day):
        return None
    kind = DayKind.HOLIDAY if off else DayKind.MAKE_UP
    return DayRule(day=day, working=not off, kind=kind, source=source, note=str(fields.get("name") or ""))


def check_notice(layer: Layer) -> tuple[Finding, ...]:
    """Return what is odd about a yearly notice: nothing announced, swaps that do not add up, long runs (安排检查).

    A notice may be odd and right: each of these is a warning.
    """
    if not layer.rules:
        return (
            _warning("notice.empty", layer.name, "没有任何日期，不视为已公布", "has no days and announces nothing"),
        )
    off = [rule.day for rule in layer.rules if not rule.working and not is_weekend(rule.day)]
    worked = [rule.day for rule in layer.rules if rule.working and is_weekend(rule.day)]
    findings: list[Finding] = []
    rest = sum(not rule.working for rule in layer.rules)
    if layer.years and rest < _LEAST_OFF * len(layer.years):
        zh, en = f"放假只有 {rest} 日，少于法定天数，可能不全", f"only {rest} days off, fewer than the law fixes"
        findings.append(_warning("notice.short", layer.name, zh, en))
    if len(worked) > len(off):
        zh = f"调休上班 {len(worked)} 日多于放假的平日 {len(off)} 日"
        en = f"{len(worked)} make-up days for {len(off)} weekdays off"
        findings.append(_warning("notice.swaps", layer.name, zh, en))
    findings += [
        _warning(
            "notice.row",
            f"{run[0]}",
            f"{run[0]} 至 {run[-1]} 连续上班 {len(run)} 日，多于 {_MOST_IN_A_ROW} 日",
            f"{len(run)} working days in a row from {run[0]}, more than {_MOST_IN_A_ROW}",
        )
        for run in _runs(layer.rules)
        if len(run) > _MOST_IN_A_ROW
    ]
    return tuple(findings)


def _runs(rules: Iterable[DayRule]) -> Iterator[list[date]]:
    """Yield the runs of working days around every make-up day, each once."""
    said = {rule.day: rule.working for rule in rules}
    done: set[date] = set()
    for day in sorted(day for day, working in said.items() if working):
        if day not in done:
            run = [*reversed(list(_working(day, -1, said))), day, *_working(day, 1, said)]
            done.update(run)
            yield run


def _working(day: date, step: int, said: Mapping[date, bool]) -> Iterator[date]:
    while True:
        day += timedelta(days=step)
        if not said.get(day, not is_weekend(day)):
            return
        yield day


def _invalid(field: str, rule_zh: str, rule: str, value: object) -> InvalidValueError:
    return InvalidValueError(field=field, rule_zh=rule_zh, rule=rule, value=value)


def _warning(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, where=where, zh=zh, en=en, clause=None)
