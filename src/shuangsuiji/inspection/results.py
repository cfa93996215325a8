"""What an inspection of one item came to, entered by the department that inspected: 三（三） (检查结果).

A result is never edited: a correction is a result of its own that points back (更正), also to a correction. It is
collected under the market entity, also where a product, a project or a conduct was inspected (3.3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.inspection_terms import Outcome
from shuangsuiji.inspection.visit_parts import ExpertOpinion, VisitItem, check_digest
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry.objects import check_label
from shuangsuiji.values import check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["Result", "correct", "current", "enter"]


@attrs.frozen(kw_only=True)
class Result:
    """The result of one item for one department: 3.3.1 to 3.3.3 (检查结果).

    Attributes:
        id: a field, unlike that of any other result.
        visit: the visit that it answers.
        item_code: the item.
        department: id of the department that inspected it, and enters and publishes it (3.3.1).
        outcome: what it came to.
        finding: what was found, in words, one line; required for whatever needs follow-up.
        formed_on: the day on which the result was formed; not before the visit has ended.
        entered_on: the day on which it was entered on the platform, None while it is not.
        entered_by: id of the department that entered it; the one that inspected, and no other (3.3.1).
        platform_number: its number on the platform (2.1.3), empty while it has none; none before it is entered.
        corrects: digest of the result that this one corrects; empty for the first.
        reason: why it was corrected; required there.
        opinions: what experts advised on the item after the visit, by the day on which the result was formed (2.3.11).

    Raises:
        InvalidValueError: a field of the wrong form, a problem without words, an entry before the result, a number
            without an entry, or an opinion on another item or of a day outside.
        LawError: an item that the department did not inspect, or an entry by another department (3.3.1), or an opinion
            of an officer (2.3.10).

    """

    id: str
    visit: Visit
    item_code: str
    department: str
    outcome: Outcome
    formed_on: date
    finding: str = ""
    entered_on: date | None = None
    entered_by: str = ""
    platform_number: str = ""
    corrects: str = ""
    reason: str = ""
    opinions: tuple[ExpertOpinion, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Result.id")
        check_kind(self.visit, Visit, f"{self.id}.visit")
        check_name(self.item_code, f"{self.id}.item_code")
        check_name(self.department, f"{self.id}.department")
        check_kind(self.outcome, Outcome, f"{self.id}.outcome")
        check_day(self.formed_on, f"{self.id}.formed_on")
        for field in ("finding", "reason"):
            if getattr(self, field) != "":
                check_label(getattr(self, field), f"{self.id}.{field}")
        for field in ("entered_by", "platform_number"):
            if getattr(self, field) != "":
                check_field(getattr(self, field), f"{self.id}.{field}")
        if self.corrects != "":
            check_digest(self.corrects, f"{self.id}.corrects")
        self._check_inspected()
        if self.outcome.needs_follow_up and not self.finding:
            self._wrong("finding", "发现问题须说明", "a problem is told in words", self.outcome)
        if bool(self.corrects) != bool(self.reason):
            self._wrong("reason", "更正须写明理由，其他不写", "a correction, and no other, has a reason", self.reason)
        if self.formed_on < self.visit.completed_on:
            self._wrong("formed_on", "不得早于检查结束", "must not lie before the end of the visit", self.formed_on)
        self._check_entered()
        self._check_opinions()

    def _check_inspected(self) -> None:
        if not any((one.item_code, one.department) == (self.item_code, self.department) for one in self.visit.items):
            zh, en = (
                "谁检查、谁录入：该部门未检查此事项",
                "who inspects enters: this item was not inspected by it",
            )
            self._broken("department", zh, en, f"{self.department} {self.item_code}")

    def _check_entered(self) -> None:
        if (self.entered_on is None) != (self.entered_by == ""):
            self._wrong("entered_by", "录入日期与录入部门须同时写明", "day and department go together", self.entered_by)
        if self.entered_on is None:
            if self.platform_number:
                zh, en = "录入后才有平台编号", "has a number once it is entered"
                self._wrong("platform_number", zh, en, self.platform_number)
            return
        check_day(self.entered_on, f"{self.id}.entered_on")
        if self.entered_by != self.department:
            zh, en = "谁检查、谁录入", "who inspects enters"
            self._broken("entered_by", zh, en, self.entered_by)
        if self.entered_on < self.formed_on:
            self._wrong("entered_on", "不得早于结果形成", "must not lie before formed_on", self.entered_on)

    def _check_opinions(self) -> None:
        check_kind(self.opinions, tuple, f"{self.id}.opinions")
        for one in self.opinions:
            check_kind(one, ExpertOpinion, f"{self.id}.opinions")
            if one.item_code != self.item_code or not self.visit.on <= one.on <= self.formed_on:
                zh, en = "须为本事项自检查至结果形成之间的意见", "is on the item, given between visit and result"
                self._wrong("opinions", zh, en, f"{one.item_code} {one.on}")
            if any(one.expert_id == officer.id for officer in self.visit.officers):
                zh, en = "专家不得作为执法人员", "an expert advises and is no officer"
                self._broken("opinions", zh, en, one.expert_id, "2.3.10")

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    def _broken(self, field: str, rule_zh: str, rule: str, value: object, clause_id: str = "3.3.1") -> None:
        clause = LIYANG_2020.ref(clause_id)
        raise LawError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value, clause=clause)

    @property
    def collected_under(self) -> str:
        """Id of the market entity under which it is collected: 3.3.3."""
        return self.visit.holder

    @property
    def item(self) -> VisitItem:
        """The item as it was inspected."""
        return next(
            one for one in self.visit.items if (one.item_code, one.department) == (self.item_code, self.department)
        )

    @property
    def line(self) -> tuple[str, str, str] | None:
        """The very line of the draw that it answers: its table, item and object; None where it follows a lead: 2.1.7.

        The item and the object are the first and the last field of that line of the table.
        """
        if self.visit.draw is None:
            return None
        return f"drawn.{self.item.k}.tsv" if self.item.k else "drawn.tsv", self.item_code, self.visit.object_id

    @property
    def heard(self) -> tuple[ExpertOpinion, ...]:
        """What experts advised on the item, at the visit and after it: 2.3.11."""
        return (*(one for one in self.visit.opinions if one.item_code == self.item_code), *self.opinions)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """Its digest and, once it is entered, the one that it had before: a correction may cite either."""
        if self.entered_on is None:
            return (self.digest,)
        before = attrs.evolve(self, entered_on=None, entered_by="", platform_number="")
        return self.digest, before.digest

    def __repr__(self) -> str:
        return f"<检查结果 {self.id} {self.visit.object_id} {self.item_code}：{self.outcome}>"


def enter(result: Result, *, on: date, by: str, platform_number: str = "") -> Result:
    """Return a result as entered on the platform, by the department that inspected: 3.3.1, 3.3.2 (录入).

    Raises:
        BrokenChainError: it is entered already; what is wrong is corrected.
        LawError: another department enters it.
        InvalidValueError: a day before the result was formed.

    """
    if result.entered_on is not None:
        zh, en = "已录入；有误的须另作更正（correct）", "is entered already; what is wrong is corrected by a new record"
        raise BrokenChainError(link=result.id, rule_zh=zh, rule=en, expected=None, value=result.entered_on)
    return attrs.evolve(result, entered_on=on, entered_by=by, platform_number=platform_number)


def correct(  # noqa: PLR0913 - what the new record says
    result: Result,
    *,
    result_id: str,
    outcome: Outcome,
    formed_on: date,
    reason: str,
    finding: str = "",
    opinions: Iterable[ExpertOpinion] = (),
) -> Result:
    """Return the correction of a result: a new record that points back to it, to be entered again (更正).

    Args:
        result: the result that is wrong, or a correction of one; it stays as it is.
        result_id: id of the new one.
        outcome: what it came to.
        formed_on: the day of the correction.
        reason: why it is corrected.
        finding: what was found.
        opinions: what experts advised on the item after the visit.

    Raises:
        InvalidValueError: no reason, the id of the result itself, or a day before its own or before its entry.

    """
    if result_id == result.id or formed_on < (result.entered_on or result.formed_on):
        zh, en = (
            "更正须有自己的编号，且不得早于原结果及其录入",
            "has an id of its own, and does not come before the result",
        )
        raise InvalidValueError(field=f"{result.id}.correct", rule_zh=zh, rule=en, value=f"{result_id} {formed_on}")
    return Result(
        id=result_id,
        visit=result.visit,
        item_code=result.item_code,
        department=result.department,
        outcome=outcome,
        finding=finding,
        formed_on=formed_on,
        corrects=result.digest,
        reason=reason,
        opinions=tuple(opinions),
    )


def current(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return the results that hold: for each item of a visit and department the last of its corrections (现行结果).

    Args:
        results: every result and every correction, in any order; one that is given before and after it was entered is
            one result, which is entered.

    Raises:
        DuplicateError: two results of one id, or of one item of a visit and department.
        BrokenChainError: two corrections of one result, a correction of a result that is not there or of another item,
            visit or department, or one that lies before what it corrects.

    """
    known = _by_id(results)
    by_digest = {digest: one for one in known.values() for digest in one.digests}
    corrected: dict[str, Result] = {}
    firsts: dict[tuple[str, str, str], str] = {}
    for one in known.values():
        if one.corrects:
            _check_correction(one, by_digest.get(one.corrects))
            before = by_digest[one.corrects]
            if before.id in corrected:
                zh, en = (
                    "同一结果只能更正一次；再有误的，更正其更正",
                    "is corrected once: what is wrong still, is corrected next",
                )
                raise _unlinked(before.id, zh, en, corrected[before.id].id, one.id)
            corrected[before.id] = one
        else:
            key = (one.visit.id, one.item_code, one.department)
            if key in firsts:
                raise DuplicateError(field=f"result {firsts[key]}", value=one.id)
            firsts[key] = one.id
    return tuple(one for one in known.values() if one.id not in corrected)


def _by_id(results: Iterable[Result]) -> dict[str, Result]:
    """Return the results by id, of one given before and after its entry the entered one."""
    known: dict[str, Result] = {}
    for one in results:
        other = known.get(one.id)
        if other is None or other.digest in one.digests:
            known[one.id] = one
        elif one.digest not in other.digests:
            raise DuplicateError(field="results", value=one.id)
    return known


def _check_correction(one: Result, before: Result | None) -> None:
    if before is None:
        zh, en = "所更正的结果不在其中", "the result that it corrects is not there"
        raise _unlinked(one.id, zh, en, one.corrects, None)
    if (one.visit, one.item_code, one.department) != (before.visit, before.item_code, before.department):
        zh, en = "更正须为同一检查、事项和部门", "is of the same visit, item and department"
        raise _unlinked(one.id, zh, en, before, one)
    if one.formed_on < before.formed_on:
        zh, en = "更正不得早于原结果", "does not come before what it corrects"
        raise _unlinked(one.id, zh, en, before.formed_on, one.formed_on)


def _unlinked(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
