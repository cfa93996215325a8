"""Whether what has to be referred is referred, and in time: 3.3.7 «及时移送司法机关，防止监管脱节» (移送检查).

«及时» has no number: three days are this library's default; a city that has decided states its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.inspection_terms import FollowUpMeasure, ReferralKind
from shuangsuiji.inspection.referrals import CrimeSuspicion, Referral, same_matter
from shuangsuiji.inspection.standing import term_end
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Finding, Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import WorkingCalendar
from shuangsuiji.workdays.layers import check_day

__all__ = ["REFERRAL_TERM", "check_measures", "check_referrals"]

REFERRAL_TERM = TimeLimit(number=3, unit=TimeUnit.DAY, clause=LIYANG_2020.ref("3.3.7"))
_REFERRED = {
    FollowUpMeasure.CASE_FILING: (ReferralKind.PENALTY, "3.4.2"),
    FollowUpMeasure.NOTIFY_DEPARTMENT: (ReferralKind.DEPARTMENT, "3.3.6"),
}


def check_referrals(
    suspicions: Iterable[CrimeSuspicion],
    referrals: Iterable[Referral],
    on: date,
    *,
    within: TimeLimit = REFERRAL_TERM,
    calendar: WorkingCalendar | None = None,
) -> tuple[Finding, ...]:
    """Return the suspected crimes that are not referred, or late, and referrals without a receipt: 3.3.7 (移送检查).

    A suspicion without a referral is an error from its first day: a warning of a term that still runs would read as
    leave to wait.

    Args:
        suspicions: all of them; those found later are not there yet.
        referrals: all referrals; those made later are not there yet.
        on: the day.
        within: what «及时» means, counted from the day on which the suspicion was found.
        calendar: for a term in working days.

    Raises:
        InvalidValueError: a term in working days without a calendar.

    """
    check_day(on, "on")
    made = [one for one in referrals if one.referred_on <= on]
    judicial = [one for one in made if one.kind is ReferralKind.JUDICIAL]
    findings: list[Finding] = []
    for suspicion in suspicions:
        if suspicion.found_on <= on:
            due = term_end(within, suspicion.found_on, calendar)
            referred = [one for one in judicial if same_matter(one, suspicion.result, suspicion.lead_id)]
            findings += _on_suspicion(suspicion, referred, on, due)
    return (*findings, *(_without_receipt(one, on) for one in made if one.received_on is None or one.received_on > on))


def check_measures(follow_ups: Iterable[FollowUp], referrals: Iterable[Referral], on: date) -> tuple[Finding, ...]:
    """Return the follow-ups in which a case is said to be filed, or a department told, without a referral (措施核对).

    Args:
        follow_ups: the follow-ups; steps taken later are not there yet.
        referrals: all referrals.
        on: the day.

    Raises:
        NotADayError: ``on`` is no day.

    """
    check_day(on, "on")
    made = [one for one in referrals if one.referred_on <= on]
    return tuple(finding for one in follow_ups for finding in _on_steps(one, made, on))


def _on_steps(one: FollowUp, made: Sequence[Referral], on: date) -> Iterator[Finding]:
    taken = dict.fromkeys(step.measure for step in one.steps if step.on <= on)
    about = (one.result, *one.rechecks)
    for measure, (kind, clause_id) in _REFERRED.items():
        of_kind = (referral for referral in made if referral.kind is kind)
        if measure in taken and not any(same_matter(referral, result) for referral in of_kind for result in about):
            zh, en = f"已“{measure}”，没有“{kind}”的移送记录", f"{measure.name} without a referral {kind.name}"
            yield _finding(Severity.ERROR, "unrecorded", one.id, zh, en, clause_id)


def _on_suspicion(suspicion: CrimeSuspicion, referred: Sequence[Referral], on: date, due: date) -> Iterator[Finding]:
    waited = (on - suspicion.found_on).days
    if not referred:
        late = f"，已超过 {due}" if on > due else f"，应于 {due} 前移送"
        zh = f"涉嫌犯罪，{waited} 日未移送司法机关{late}"
        en = f"a suspected crime, not referred to the judicial authorities for {waited} days; due by {due}"
        yield _finding(Severity.ERROR, "missing", suspicion.id, zh, en)
        return
    first = min(one.referred_on for one in referred)
    if first > due:
        zh, en = f"{first} 移送，迟于 {due}", f"referred on {first}, later than {due}"
        yield _finding(Severity.WARNING, "late", suspicion.id, zh, en)


def _without_receipt(one: Referral, on: date) -> Finding:
    days = (on - one.referred_on).days
    zh, en = f"移送 {one.addressee} 已 {days} 日，尚无回执", f"sent to {one.addressee} {days} days ago, no receipt yet"
    clause_id = {ReferralKind.JUDICIAL: "3.3.7", ReferralKind.PENALTY: "3.4.2"}.get(one.kind, "3.3.6")
    return _finding(Severity.NOTE, "no_receipt", one.id, zh, en, clause_id)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause_id: str = "3.3.7") -> Finding:
    clause = LIYANG_2020.ref(clause_id)
    return Finding(severity=severity, code=f"referral.{code}", where=where, zh=zh, en=en, clause=clause)
