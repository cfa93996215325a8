"""``shuangsuiji calendar``: what a notice on days off changes, and what holds of a year (工作日历命令)."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.cli.workday_options import CALENDAR_PATH, calendar_in_use, not_covered, notices_in_use
from shuangsuiji.errors import BundleError, InvalidValueError
from shuangsuiji.tables import read_notices
from shuangsuiji.terms import DayKind
from shuangsuiji.values import Finding, Severity
from shuangsuiji.workdays import Conflict, Layer, WorkingCalendar, check_notice, china_calendar
from shuangsuiji.workdays.layers import is_weekend, notice_year

__all__ = ["CALENDAR_OPTIONS", "run_calendar"]

_WEEKDAYS = "一二三四五六日"
_YEAR = re.compile(r"[0-9]{4}")
_MANY: dict[str, object] = {"action": "append", "default": []}
CALENDAR_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("verb", {"choices": ["check", "show"], "help": "check 核对安排文件 check notices；show 列出某年 show a year"}),
    ("given", {"nargs": "+", "metavar": "文件|年份", "help": "check 的文件或文件夹，show 的年份 files, or a year"}),
    ("--region", {"help": "另有放假安排的地区，如 广西 region with days of its own"}),
    ("--notice", {**_MANY, "metavar": "文件", "help": f"节假日安排，加于 {CALENDAR_PATH} 之上 a notice, or a folder"}),
)


@attrs.frozen(kw_only=True)
class _Change:
    """A day that a notice makes worked, or off (变化)."""

    day: date
    working: bool
    before: str
    after: str

    def __str__(self) -> str:
        return f"  {_named(self.day)} {self.before} → {self.after}"


def run_calendar(given: Namespace, output: Output) -> int:
    """Check notices, or show a year; 0 done, 1 a notice cannot be taken."""
    return _check(given, output) if given.verb == "check" else _show(given, output)


def _check(given: Namespace, output: Output) -> int:
    known = notices_in_use(given)
    taken, findings = _taken(given.given, known)
    before, after = china_calendar(given.region, known), china_calendar(given.region, [*known, *taken])
    changes = list(_changes(before, after))
    conflicts = _new_conflicts(before, after)
    output.say(*(line for one in findings for line in (one, f"    {one.en}")))
    output.say(*(line for layer in taken for line in _layer_lines(layer)))
    output.say(f"变化 {len(changes)} 日 days that change", *changes)
    output.say(*(f"[冲突] {one}" for one in conflicts))
    output.say(f"公布至 announced through：{before.announced_through} → {after.announced_through}", *_gap(after))
    output.give(
        {
            "layers": [_layer_document(one) for one in taken],
            "findings": [_finding_document(one) for one in findings],
            "changes": [
                {"day": f"{one.day}", "working": one.working, "before": one.before, "after": one.after}
                for one in changes
            ],
            "conflicts": [_conflict_document(one) for one in conflicts],
            "announced_through": {"before": f"{before.announced_through}", "after": f"{after.announced_through}"},
        }
    )
    return REFUSED if any(one.severity is Severity.ERROR for one in findings) else DONE


def _taken(paths: Sequence[str], known: Sequence[Layer]) -> tuple[list[Layer], list[Finding]]:
    """Return what the files say, and what is odd or cannot be taken; one of them must not hide the others."""
    layers: list[Layer] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            found = read_notices(path, (*known, *layers))
        except (BundleError, InvalidValueError) as error:
            findings.append(_refused(path, f"不能采用：{error.zh_line}", f"cannot be taken: {error.en_line}"))
            continue
        if not found:
            zh, en = "文件夹中没有 .json、.txt 文件", "the folder holds no .json and no .txt file"
            findings.append(_refused(path, zh, en))
        layers += found
        # A text without years that names days is an amendment, and nothing is odd about it.
        findings += [one for layer in found if layer.years or not layer.rules for one in check_notice(layer)]
    return layers, findings


def _refused(where: str, zh: str, en: str) -> Finding:
    return Finding(severity=Severity.ERROR, code="notice.refused", where=where, zh=zh, en=en, clause=None)


def _changes(before: WorkingCalendar, after: WorkingCalendar) -> Iterator[_Change]:
    """Yield the days that are worked in one calendar and off in the other; none that only the longer one estimates."""
    for day in sorted(before.rules.keys() | after.rules.keys()):
        if day > before.last_day and notice_year(day) not in after.announced_years:
            continue
        was, now = _works(before, day), _works(after, day)
        if was != now:
            yield _Change(day=day, working=now, before=_reason(before, day), after=_reason(after, day))


def _new_conflicts(before: WorkingCalendar, after: WorkingCalendar) -> list[Conflict]:
    """Return the conflicts that the notices bring, of every day the one with what holds in the end."""
    old = set(before.conflicts)
    return list({one.day: one for one in after.conflicts if one not in old}.values())


def _works(calendar: WorkingCalendar, day: date) -> bool:
    inside = calendar.first_day <= day <= calendar.last_day
    return calendar.is_working_day(day) if inside else not is_weekend(day)


def _reason(calendar: WorkingCalendar, day: date) -> str:
    if calendar.first_day <= day <= calendar.last_day:
        return calendar.reason(day)
    return str(DayKind.WEEKEND if is_weekend(day) else DayKind.WORKDAY)


def _layer_lines(layer: Layer) -> Iterator[str]:
    number = f"，{layer.document_no}" if layer.document_no and layer.document_no != layer.name else ""
    issued = f"，{layer.issued_on} 发布" if layer.issued_on else ""
    years = "、".join(map(str, layer.years))
    whole = f"{years} 年全年安排 whole notice" if years else "只改动个别日期 single days"
    off = sum(not rule.working for rule in layer.rules)
    yield f"{layer.name}{number}{issued}：{whole if layer.rules else '不公布任何日期 announces nothing'}"
    yield f"  放假 {off} 日，上班 {len(layer.rules) - off} 日 days off, days worked"


def _gap(calendar: WorkingCalendar) -> Iterator[str]:
    """Yield a line where years behind a gap are announced."""
    beyond = [year for year in calendar.announced_years if year > calendar.announced_through.year]
    if beyond:
        lacking = calendar.announced_through.year + 1
        yield f"  已有 {'、'.join(map(str, beyond))} 年安排，但缺 {lacking} 年 the notice for {lacking} is lacking"


def _show(given: Namespace, output: Output) -> int:
    if len(given.given) > 1 or not _YEAR.fullmatch(given.given[0]):
        zh, en = "show 须给一个年份，如 2026", "show takes one year, such as 2026"
        raise InvalidValueError(field="calendar show", rule_zh=zh, rule=en, value=" ".join(given.given))
    year = int(given.given[0])
    calendar, odd = calendar_in_use(given)
    if not calendar.first_day.year <= year <= calendar.last_day.year:
        first, last = calendar.first_day.year, calendar.last_day.year
        zh, en = f"应为 {first} 至 {last} 年", f"must lie from {first} to {last}"
        raise InvalidValueError(field="calendar show", rule_zh=zh, rule=en, value=given.given[0])
    rules = [rule for rule in calendar.rules.values() if rule.day.year == year]
    announced = year in calendar.announced_years
    worked = sum(map(calendar.is_working_day, _days_of(year)))
    remarks = [*odd, *not_covered(given.region, [year])]
    output.say(f"{year} 年：工作日 {worked} 天 working days；{'；'.join(_standing(calendar, year))}")
    output.say(*(line for zh, en in remarks for line in (f"[提醒] {zh}", f"    {en}")))
    output.say(*(f"  {_named(rule.day)} {calendar.reason(rule.day)}" for rule in rules))
    output.give(
        {
            "year": year,
            "region": given.region,
            "announced": announced,
            "announced_through": f"{calendar.announced_through}",
            "working_days": worked,
            "remarks": [{"zh": zh, "en": en} for zh, en in remarks],
            "days": [
                {
                    "day": f"{rule.day}",
                    "weekday": _weekday(rule.day),
                    "working": rule.working,
                    "kind": rule.kind.value,
                    "note": rule.note,
                    "source": rule.source,
                }
                for rule in rules
            ],
        }
    )
    return DONE


def _standing(calendar: WorkingCalendar, year: int) -> Iterator[str]:
    """Yield how far the year is announced."""
    if year not in calendar.announced_years:
        yield "安排尚未公布，以下为法定节假日推算，不含调休 an estimate without swaps"
        return
    yield "安排已公布 announced"
    if year + 1 not in calendar.announced_years:
        yield f"12月29日至31日以 {year + 1} 年安排为准 the last days belong to the next notice"


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=step) for step in range((date(year, 12, 31) - first).days + 1))


def _named(day: date) -> str:
    return f"{day} {_weekday(day)}"


def _weekday(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"


def _layer_document(layer: Layer) -> dict[str, object]:
    return {
        "name": layer.name,
        "years": list(layer.years),
        "issued_on": layer.issued_on.isoformat() if layer.issued_on else None,
        "document_no": layer.document_no,
        "days": len(layer.rules),
    }


def _finding_document(one: Finding) -> dict[str, object]:
    return {"severity": one.severity.value, "code": one.code, "where": one.where, "zh": one.zh, "en": one.en}


def _conflict_document(one: Conflict) -> dict[str, object]:
    return {"day": f"{one.day}", "overruled": one.overruled, "holds": one.holds, "working": one.working}
