"""The bulletin by which the office tells the member units how things stand: 4.1.2, 附件五 (工作通报)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.indicators import FORMULAS
from shuangsuiji.inspection.overlaps import PoolOverlap, pool_overlaps
from shuangsuiji.inspection.publication_deadlines import DeadlineDuty, DeadlineStart
from shuangsuiji.inspection.score_basis import ScoreBasis
from shuangsuiji.inspection.scorecards import DepartmentScore, score
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import Act, ConferenceRole, JointConference
from shuangsuiji.values import TimeLimit, check_field, check_kind, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["Bulletin", "bulletin"]


@attrs.frozen(kw_only=True)
class Bulletin:
    """What the office tells every member unit about a period: 4.1.2, A5.2 (工作通报).

    Attributes:
        id: number of the bulletin.
        first: first day of the period.
        last: its last day.
        issued: the act of the office.
        to: ids of the units that it is addressed to; every member unit of the day.
        rules: id of the rule book by which terms were worked out.
        start: from when the term of 3.3.2 was taken to run.
        duty: what was taken to be due within it.
        response: how soon leads were to be looked into.
        follow_up_term: after how long an open follow-up counts as too long.
        scores: how each department stands, by id.
        overlaps: where pools and items of two departments meet (4.1.4a), by id.
        experiences: what there is to learn from each other (4.3.5a), in words.

    Raises:
        InvalidValueError: a field of the wrong form, a last day before the first, a department twice, or departments or
            overlaps out of order.
        DuplicateError: a unit that it is addressed to twice.
        LawError: not issued by the office, or before the period is over (4.1.2).

    """

    id: str
    first: date
    last: date
    issued: Act
    to: tuple[str, ...] = attrs.field(converter=texts)
    rules: str
    start: DeadlineStart
    duty: DeadlineDuty
    response: TimeLimit
    follow_up_term: TimeLimit
    scores: tuple[DepartmentScore, ...]
    overlaps: tuple[PoolOverlap, ...] = ()
    experiences: tuple[str, ...] = attrs.field(default=(), converter=texts)

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Bulletin.id")
        check_kind(self.issued, Act, f"{self.id}.issued")
        check_day(self.first, f"{self.id}.first")
        if check_day(self.last, f"{self.id}.last") < self.first:
            zh, en = f"不得早于 {self.first}", f"must not lie before {self.first}"
            raise InvalidValueError(field=f"{self.id}.last", rule_zh=zh, rule=en, value=self.last.isoformat())
        check_field(self.rules, f"{self.id}.rules")
        for text in (*self.to, *self.experiences):
            check_field(text, f"{self.id}.to, experiences")
        for unit in self.to:
            if self.to.count(unit) > 1:
                raise DuplicateError(field=f"{self.id}.to", value=unit)
        for field, kind in _KINDS.items():
            check_kind(getattr(self, field), kind, f"{self.id}.{field}")
        if self.issued.role is not ConferenceRole.OFFICE:
            raise self._against("通报由联席会议办公室发出", "is issued by the office", str(self.issued), "A5.2")
        if self.issued.on <= self.last:
            raise self._against("通报期末之后发出", "is issued after the period", self.issued.on, "4.1.2")
        self._check_order()

    def _check_order(self) -> None:
        for one in self.scores:
            check_kind(one, DepartmentScore, f"{self.id}.scores")
        for overlap in self.overlaps:
            check_kind(overlap, PoolOverlap, f"{self.id}.overlaps")
        zh, en = "部门按编号排列，各一次，不排名次", "departments stand by id, each once: there is no ranking"
        names = [one.department for one in self.scores]
        if names != sorted(set(names)):
            raise InvalidValueError(field=f"{self.id}.scores", rule_zh=zh, rule=en, value="、".join(names))
        pairs = [(one.department, one.other) for one in self.overlaps]
        if pairs != sorted(set(pairs)):
            shown = "、".join(map(" ".join, pairs))
            raise InvalidValueError(field=f"{self.id}.overlaps", rule_zh=zh, rule=en, value=shown)

    def _against(self, rule_zh: str, rule: str, value: object, clause: str) -> LawError:
        ref = LIYANG_2020.ref(clause)
        return LawError(field=f"{self.id}.issued", rule_zh=rule_zh, rule=rule, value=value, clause=ref)

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The departments that lack something of what 全覆盖 takes: 1.1."""
        return tuple(one.department for one in self.scores if not one.standing.is_covered)

    def to_markdown(self) -> str:
        """Return the bulletin as Markdown: formulas and readings first, then a table a department (通报文本)."""
        entry = f"结果期限依据 {_plain(self.rules)}，自{self.start}之日起算，期内须{self.duty}"
        lines = [
            f"# 工作通报 {_plain(self.id)}",
            "",
            f"{_plain(self.issued.document)}，{self.issued.on}。期间 {self.first} 至 {self.last}，以期末情况为准。",
            f"发至：{'、'.join(map(_plain, self.to))}。",
            "",
            "各指标为占比，公式如下；不按检查数量、罚没数额评价，不排名次。“—”为无从计算。",
            f"{entry}；线索{self.response}内检查、处置；后续监管逾{self.follow_up_term}未办结的为超期。",
            "",
            *(f"- {formula}（{formula.clause}）" for formula in FORMULAS.values()),
        ]
        for one in self.scores:
            lines += _section(one)
        if self.overlaps:
            lines += ["", "## 名录库与事项重叠", "", "| 部门 | 部门 | 共有对象 | 共有事项 |", "|---|---|---|---|"]
            lines += [
                f"| {_plain(one.department)} | {_plain(one.other)} | {one.objects} | {_listed(one.items)} |"
                for one in self.overlaps
            ]
        if self.experiences:
            lines += ["", "## 经验做法", "", *(f"- {_plain(text)}" for text in self.experiences)]
        return "\n".join(lines) + "\n"

    def __repr__(self) -> str:
        return f"<工作通报 {self.id} {self.first} 至 {self.last}：{len(self.scores)} 个部门>"

    def _repr_html_(self) -> str:
        header = ("部门", *(formula.zh for formula in FORMULAS.values()), "逾期")
        rows = ((one.department, *(mark.shown for mark in one.indicators), one.overdue) for one in self.scores)
        return html_table(repr(self), header, rows, total=len(self.scores))


_KINDS: dict[str, type] = {
    "start": DeadlineStart,
    "duty": DeadlineDuty,
    "response": TimeLimit,
    "follow_up_term": TimeLimit,
    "scores": tuple,
    "overlaps": tuple,
}


def _section(one: DepartmentScore) -> Iterator[str]:
    """Yield the lines of one department."""
    yield from ("", f"## {_plain(one.department)}", "", "| 指标 | 值 |", "|---|---|")
    yield from (f"| {mark.formula.zh} | {mark.shown} |" for mark in one.indicators)
    yield from ("", f"工作基础缺项：{'、'.join(one.standing.lacking) or '无'}。")
    joint = one.joint
    yield (
        f"联合抽查：发起 {joint.initiated}，参加 {joint.joined}，不同意 {joint.objected}，未答复 {joint.unanswered}。"
    )
    if one.visits_by_officer is not None:
        fewest, average, most = one.visits_by_officer
        tenths = round(average * 10)
        yield f"参加检查人员每人检查：最少 {fewest}，平均 {tenths // 10}.{tenths % 10}，最多 {most}。"
    yield (
        f"期限届满未办结结果 {one.overdue}，不主动公开结果 {one.withheld}，"
        f"未办结后续监管 {one.open_follow_ups}，未办结线索 {one.open_leads}。"
    )


def _listed(codes: Iterable[str]) -> str:
    return "、".join(map(_plain, codes)) or "—"


def _plain(text: str) -> str:
    """Return a text with every character escaped that Markdown or HTML would read as something else."""
    return "".join(f"\\{character}" if character in _MARKS else character for character in text)


_MARKS = frozenset("\\`*_[]<>|#!&~")


def bulletin(
    basis: ScoreBasis, conference: JointConference, issued: Act, *, bulletin_id: str, experiences: Iterable[str] = ()
) -> Bulletin:
    """Return the bulletin of a period, addressed to every member unit of the day: 4.1.2, A5.2 (编制通报).

    Args:
        basis: plan, pools and records of the period.
        conference: the conference, whose office issues it.
        issued: the act of the office.
        bulletin_id: number of the bulletin.
        experiences: what there is to learn from each other.

    Raises:
        LawError: somebody else than the office issues it, or before the period is over.
        InvalidValueError: a number that is no field, a text of more than one line, or as ``score`` says.
        BrokenChainError: as ``score`` says; so do the next.
        DuplicateError: likewise.
        UnknownNameError: likewise.

    """
    conference.check_actor(f"{bulletin_id}.issued", issued, (ConferenceRole.OFFICE,), "A5.2")
    return Bulletin(
        id=bulletin_id,
        first=basis.first,
        last=basis.last,
        issued=issued,
        to=conference.members_on(issued.on),
        rules=basis.terms.rules.id,
        start=basis.terms.start,
        duty=basis.terms.duty,
        response=basis.response,
        follow_up_term=basis.follow_up_term,
        scores=score(basis),
        overlaps=pool_overlaps(basis),
        experiences=tuple(experiences),
    )
