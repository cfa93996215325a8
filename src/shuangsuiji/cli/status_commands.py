"""``shuangsuiji status``: what a store of dossiers has to say on a day, by department (案卷库状态命令)."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import attrs

from shuangsuiji.cli.options import day_of, read_text
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.cli.workday_options import CALENDAR_PATH, calendar_in_use
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.dossiers import DossierHead
from shuangsuiji.inspection.matters import OpenMatter
from shuangsuiji.inspection.publication_deadlines import PublicationTerms
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.store import by_department, heads, incomplete, open_store, verify_store
from shuangsuiji.values import CHINA, Finding

__all__ = ["STATUS_OPTIONS", "run_status"]

_MANY: dict[str, object] = {"action": "append", "default": []}
STATUS_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("store", {"metavar": "案卷库", "help": "案卷库文件 file of the store"}),
    ("--on", {"help": "截至日期 day for which it is asked, YYYY-MM-DD (默认今天)"}),
    ("--department", {"metavar": "编号", "help": "只列此部门 one department alone"}),
    ("--within", {"type": int, "default": 7, "metavar": "N", "help": "此后几日内到期的列为将到期 days ahead (默认 7)"}),
    ("--region", {"help": "另有放假安排的地区，如 广西 region with days of its own"}),
    ("--notice", {**_MANY, "metavar": "文件", "help": f"节假日安排，加于 {CALENDAR_PATH} 之上 a notice, or a folder"}),
    ("--verify", {"action": "store_true", "help": "先核验案卷库的每一字节 check every byte first (有误的退出码为 1)"}),
    (
        "--heads",
        {
            **_MANY,
            "metavar": "JSON",
            "help": "此前 status --json 的输出，核验其链头仍在 heads of an earlier answer to hold (同 --verify)",
        },
    ),
    ("--strict", {"action": "store_true", "help": "有逾期的退出码为 1 exit 1 if anything is overdue"}),
)

_LATE, _SOON, _OPEN = "逾期", "将到期", "未结"
_ENGLISH = {_LATE: "overdue", _SOON: "due", _OPEN: "open"}


@attrs.frozen(kw_only=True)
class _Status:
    """What was asked, and what was found (所问与所得)."""

    path: str
    on: date
    soon: date
    heads: tuple[DossierHead, ...]
    matters: tuple[OpenMatter, ...]
    faults: tuple[Finding, ...]
    verified: bool | None

    def state(self, one: OpenMatter) -> str:
        """Return whether a matter is overdue, due soon, or open with time left or without a term."""
        if one.is_overdue(self.on):
            return _LATE
        return _SOON if one.due_on is not None and one.due_on <= self.soon else _OPEN

    def counts(self, matters: tuple[OpenMatter, ...]) -> dict[str, int]:
        """Return how many matters there are in each state."""
        found = Counter(map(self.state, matters))
        return {state: found[state] for state in (_LATE, _SOON, _OPEN)}


def run_status(given: Namespace, output: Output) -> int:
    """Say what is overdue, due and open; 0 said, 1 a fault found, or with ``--strict`` something overdue."""
    on = day_of(given.on, "--on") if given.on else datetime.now(CHINA).date()
    if given.within < 0:
        raise InvalidValueError(field="--within", rule_zh="不得为负", rule="must not be negative", value=given.within)
    calendar, odd = calendar_in_use(given)
    terms = PublicationTerms(rules=LIYANG_RULES, calendar=calendar)
    with open_store(given.store) as store:
        asked = given.verify or bool(given.heads)
        faults = verify_store(store, [head for path in given.heads for head in _heads(path)]) if asked else ()
        status = _Status(
            path=given.store,
            on=on,
            soon=on + timedelta(days=given.within),
            heads=() if faults else heads(store),
            matters=() if faults else incomplete(store, on, terms, department=given.department),
            faults=faults,
            verified=not faults if asked else None,
        )
    output.say(*_lines(status), *(line for zh, en in odd for line in (f"[提醒] {zh}", f"    {en}")))
    output.give(_document(status, odd))
    late = given.strict and status.counts(status.matters)[_LATE]
    return REFUSED if faults or late else DONE


def _heads(path: str) -> Iterator[DossierHead]:
    """Yield the heads that an earlier answer of the command told.

    Raises:
        InvalidValueError: no answer of ``status --json``, or a head of the wrong form.
        BundleError: the file cannot be read.

    """
    try:
        told = [(one["dossier"], one["number"], one["digest"]) for one in json.loads(read_text(path))["heads"]]
    except (ValueError, TypeError, KeyError):
        zh, en = "应为 status --json 的输出", "must be what status --json wrote"
        raise InvalidValueError(field="--heads", rule_zh=zh, rule=en, value=path) from None
    for dossier, number, digest in told:
        yield DossierHead(dossier=dossier, number=number, digest=digest)


def _lines(status: _Status) -> Iterator[str]:
    if status.faults:
        yield f"案卷库 {status.path} 核验不通过，{len(status.faults)} 处 {len(status.faults)} faults"
        yield from (line for one in status.faults for line in (str(one), f"    {one.en}"))
        return
    counted = _counted(status, status.matters)
    yield f"案卷库 {status.path}：截至 {status.on}，案卷和登记簿 {len(status.heads)} 件，{counted}"
    for department, matters in by_department(status.matters).items():
        yield f"{department}：{_counted(status, matters)}"
        for one in matters:
            day = f"{one.due_on or '无期限'}{f'（最迟 {one.latest_on}）' if one.latest_on else ''}"
            yield f"  [{status.state(one)}] {day} {one.dossier} {one.where}：{one.zh}（{one.clause}）"
            yield f"    {_ENGLISH[status.state(one)]}, due {one.due_on or 'never'}: {one.en}"


def _counted(status: _Status, matters: tuple[OpenMatter, ...]) -> str:
    return "，".join(f"{state} {count} 项" for state, count in status.counts(matters).items())


def _document(status: _Status, odd: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "store": status.path,
        "on": f"{status.on}",
        "verified": status.verified,
        "faults": [
            {"severity": one.severity.value, "code": one.code, "where": one.where, "zh": one.zh, "en": one.en}
            for one in status.faults
        ],
        "heads": [{"dossier": one.dossier, "number": one.number, "digest": one.digest} for one in status.heads],
        "counts": _named(status, status.matters),
        "departments": {name: _named(status, those) for name, those in by_department(status.matters).items()},
        "matters": [
            {
                "state": _ENGLISH[status.state(one)],
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "latest_on": one.latest_on.isoformat() if one.latest_on else None,
                "department": one.department,
                "dossier": one.dossier,
                "code": one.code,
                "where": one.where,
                "zh": one.zh,
                "en": one.en,
                "clause": one.clause.clause,
            }
            for one in status.matters
        ],
        "remarks": [{"zh": zh, "en": en} for zh, en in odd],
    }


def _named(status: _Status, matters: tuple[OpenMatter, ...]) -> dict[str, int]:
    return {_ENGLISH[state]: count for state, count in status.counts(matters).items()}
