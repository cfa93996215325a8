"""What the assessments of each department come to, for whoever has to bring evidence: 四（二） (分部门认定情况).

Departments stand in the order of their ids. There is no ranking, no share and no sum of points: how many cases a
department has says how often somebody asked, and not how well it works. Nothing in a report is about a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from shuangsuiji.accountability.assessments import Assessment
from shuangsuiji.accountability.deriving import Derived
from shuangsuiji.accountability.fact_sources import evidence_for
from shuangsuiji.accountability.facts import FactKind, MissingEvidence
from shuangsuiji.accountability.grounds import AssessmentVerdict
from shuangsuiji.accountability.trap_kinds import TRAPS
from shuangsuiji.display import html_table
from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.values import Severity, check_count, check_kind, check_name, freeze

__all__ = ["DepartmentReport", "OpenKind", "report_on_departments", "reports_markdown"]

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


@attrs.frozen(kw_only=True)
class OpenKind:
    """A fact that is open in some cases of a department, and who has the evidence (待查事项).

    Attributes:
        kind: the fact.
        cases: in how many cases it can still turn the answer; at least one.
        asked: what shows such a fact, in general; what a single case lacks stands in its assessment.
        where: who has it, as the cases say, sorted, each once.

    """

    kind: FactKind
    cases: int
    asked: MissingEvidence
    where: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        check_kind(self.kind, FactKind, "OpenKind.kind")
        check_count(self.cases, f"{self.kind.code}.cases", at_least=1)
        check_kind(self.asked, MissingEvidence, f"{self.kind.code}.asked")
        if not self.where or list(self.where) != sorted(set(self.where)):
            zh, en = "至少一处，各一次，按次序", "at least one, each once, sorted"
            raise InvalidValueError(field=f"{self.kind.code}.where", rule_zh=zh, rule=en, value="、".join(self.where))


@attrs.frozen(kw_only=True)
class DepartmentReport:
    """What the assessments of one department come to (分部门认定情况).

    Attributes:
        department: its id.
        cases: how many were assessed.
        verdicts: in how many cases each verdict stands, on top or beside; together they may be more than the cases.
        decided: in how many a unit or post has decided; the others are advice.
        conflicting: in how many an exemption and a breach stand side by side.
        open_kinds: the facts that are open, in the order of their set.
        traps: in how many cases each trap was found, by its code, the gravest first.
        checked_for_traps: how many cases were looked through for traps.

    Raises:
        InvalidValueError: a field of the wrong form, or a count above that of the cases.
        UnknownNameError: a trap that is none.

    """

    department: str
    cases: int
    verdicts: Mapping[AssessmentVerdict, int] = attrs.field(converter=freeze)
    decided: int
    conflicting: int
    open_kinds: tuple[OpenKind, ...] = ()
    traps: Mapping[str, int] = attrs.field(factory=dict[str, int], converter=freeze)
    checked_for_traps: int = 0

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "DepartmentReport.department")
        check_count(self.cases, f"{self.department}.cases", at_least=1)
        for field in ("decided", "conflicting", "checked_for_traps"):
            self._within(field, getattr(self, field), self.cases)
        for verdict, number in self.verdicts.items():
            check_kind(verdict, AssessmentVerdict, f"{self.department}.verdicts")
            self._within(verdict.name, number, self.cases)
        for one in self.open_kinds:
            check_kind(one, OpenKind, f"{self.department}.open_kinds")
            self._within(one.kind.code, one.cases, self.cases)
        for code, number in self.traps.items():
            if code not in TRAPS:
                raise UnknownNameError(field=f"{self.department}.traps", value=code, known="、".join(TRAPS))
            self._within(code, number, self.checked_for_traps)

    def _within(self, field: str, number: int, most: int) -> None:
        if check_count(number, f"{self.department}.{field}") > most:
            zh, en = f"不得多于 {most} 件", f"are not more than {most}"
            raise InvalidValueError(field=f"{self.department}.{field}", rule_zh=zh, rule=en, value=number)

    @property
    def needing_evidence(self) -> int:
        """In how many cases evidence can still turn the answer."""
        return self.verdicts.get(AssessmentVerdict.NEEDS_EVIDENCE, 0)

    def to_markdown(self) -> str:
        """Return the report as Markdown."""
        return "".join(f"{line}\n" for line in _lines(self))

    def __repr__(self) -> str:
        shown = "，".join(f"{verdict} {number}" for verdict, number in self.verdicts.items())
        return f"<分部门认定情况 {self.department}：{self.cases} 件，{shown}>"

    def _repr_html_(self) -> str:
        return html_table(repr(self), ("内容", "件数", "向谁取证、依据"), _rows(self))


def report_on_departments(
    assessments: Iterable[Assessment], derived: Iterable[Derived] = ()
) -> tuple[DepartmentReport, ...]:
    """Return what the assessments come to, department by department, in the order of their ids (分部门汇总).

    Args:
        assessments: one for each case.
        derived: what the records say of the same cases; the traps are counted from there.

    Raises:
        DuplicateError: two assessments of one case, or a case derived twice.
        InvalidValueError: something derived of a case that was not assessed.

    """
    cases: dict[str, Assessment] = {}
    for one in assessments:
        check_kind(one, Assessment, "assessments")
        if cases.setdefault(one.case.id, one) is not one:
            raise DuplicateError(field="assessments", value=one.case.id)
    found: dict[str, Derived] = {}
    for each in derived:
        known = cases.get(each.case.id)
        if known is None or known.case != each.case:
            zh, en = "不是所认定的案件", "is of no case that was assessed"
            raise InvalidValueError(field="derived", rule_zh=zh, rule=en, value=each.case.id)
        if found.setdefault(each.case.id, each) is not each:
            raise DuplicateError(field="derived", value=each.case.id)
    own: dict[str, list[Assessment]] = {}
    for one in cases.values():
        own.setdefault(one.case.department, []).append(one)
    return tuple(_report(name, own[name], found) for name in sorted(own))


def reports_markdown(reports: Iterable[DepartmentReport]) -> str:
    """Return several reports as one page of Markdown, with what it is and is not (分部门认定情况文稿)."""
    head = (
        "# 分部门认定情况 · Assessments by department\n\n"
        "按部门编号排列，不排名次；件数只说明被问到几次，不说明工作好坏。认定供参考，由有权单位决定。\n"
        "In the order of ids, and no ranking: a count says how often somebody asked, not how well a department works. "
        "Assessments are advice; somebody decides.\n\n"
    )
    return head + "\n".join(one.to_markdown() for one in reports)


def _report(department: str, own: list[Assessment], derived: Mapping[str, Derived]) -> DepartmentReport:
    verdicts = Counter(verdict for one in own for verdict in one.verdicts)
    looked = [derived[one.case.id] for one in own if one.case.id in derived]
    traps = Counter(code for each in looked for code in {trap.code for trap in each.traps})
    return DepartmentReport(
        department=department,
        cases=len(own),
        verdicts={one: verdicts[one] for one in AssessmentVerdict if verdicts[one]},
        decided=sum(one.is_decided for one in own),
        conflicting=sum(one.is_conflicting for one in own),
        open_kinds=tuple(_open_kinds(own)),
        traps={code: traps[code] for code in TRAPS if traps[code]},
        checked_for_traps=len(looked),
    )


def _open_kinds(own: Iterable[Assessment]) -> Iterator[OpenKind]:
    """Yield the open facts of some cases; what the cases say of single records stays in them."""
    cases: Counter[str] = Counter()
    kinds: dict[str, FactKind] = {}
    where: dict[str, set[str]] = {}
    for one in own:
        order = {kind.code: kind for kind in one.grounds.kinds}
        kinds |= order
        for fact in one.open_facts:
            cases[fact.code] += 1
            where.setdefault(fact.code, set()).update(each.where for each in fact.missing)
    for code, kind in kinds.items():
        if cases[code]:
            asked = evidence_for(kind)
            yield OpenKind(kind=kind, cases=cases[code], asked=asked, where=tuple(sorted(where[code])))


def _rows(report: DepartmentReport) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(verdict, number, "") for verdict, number in report.verdicts.items()]
    rows += [(f"待查 {one.kind.code} {one.kind.phrase}", one.cases, "、".join(one.where)) for one in report.open_kinds]
    rows += [(code, number, f"{TRAPS[code][0].value} {TRAPS[code][1]}") for code, number in report.traps.items()]
    return rows


def _lines(report: DepartmentReport) -> Iterator[str]:
    yield f"## {_plain(report.department)}"
    yield ""
    told = f"{report.cases} 件，已决定 {report.decided} 件，免责与失职并存 {report.conflicting} 件"
    yield f"{told} / {report.cases} cases, {report.decided} decided, {report.conflicting} in conflict"
    yield ""
    for verdict, number in report.verdicts.items():
        yield f"- {verdict} / {_plain(verdict.name)}：{number}"
    if report.open_kinds:
        yield from ("", "待补证据 / Evidence still to come:", "")
    for one in report.open_kinds:
        where = "、".join(one.where)
        yield f"- {one.kind.code} {one.kind.phrase}：{one.cases}；{_plain(one.asked.zh)}；取自 from {_plain(where)}"
    if report.checked_for_traps:
        yield from ("", f"陷阱 / Traps（已查 {report.checked_for_traps} 件 cases looked through）:", "")
    for code, number in report.traps.items():
        severity, clause = TRAPS[code]
        yield f"- {_plain(code)}（{_SEVERITIES[severity]}，{clause}）：{number}"
    if report.checked_for_traps and not report.traps:
        yield "- 无 none"


_SEVERITIES: Mapping[Severity, str] = {one: f"{one.value} {one.name}" for one in Severity}


def _plain(text: str) -> str:
    """Return words without any effect in Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
