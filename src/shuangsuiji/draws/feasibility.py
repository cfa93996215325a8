"""Before the seed: a plan whose matching may fail is refused, with what would help; matching.md §3 (预检)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import attrs

from shuangsuiji.draws.staffing import Staffing
from shuangsuiji.errors import InfeasibleMatchingError
from shuangsuiji.law import LIYANG_2020, RuleBook
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.matching_terms import MatchingTerms
from shuangsuiji.lottery.preflights import Preflight, preflight
from shuangsuiji.lottery.units import seats_text
from shuangsuiji.planning import JointPlan, Task, team_minimum
from shuangsuiji.values import Finding, Severity, check_count, check_field

__all__ = ["Trial", "try_out"]

WAIVER = "rules.waiver.matching"


@attrs.frozen(kw_only=True)
class Trial:
    """How a plan's matching is tried out before it is committed (预检方式).

    Attributes:
        simulated: how many draws are simulated where the worst case cannot be matched.
        waiver: why a plan is committed although its matching may fail; stands in the manifest. None for no waiver.
        progress: called with the number of draws simulated so far.

    """

    simulated: int = 1000
    waiver: str | None = None
    progress: Callable[[int], None] | None = None

    def __attrs_post_init__(self) -> None:
        check_count(self.simulated, "Trial.simulated", at_least=1)
        if self.waiver is not None:
            check_field(self.waiver, "Trial.waiver")


def try_out(  # noqa: PLR0913, PLR0917 - a draft, its people, and what the other forms of teams would give
    draft: Manifest,
    frames: Mapping[str, TableFrame],
    staffing: Staffing,
    task: Task,
    joint: JointPlan | None,
    rules: RuleBook,
    day: date,
    trial: Trial,
) -> tuple[dict[str, str], list[Finding]]:
    """Return what the manifest says of the pre-flight, and what it points out (预检).

    Raises:
        InfeasibleMatchingError: some outcome of the draw could not be matched, and no waiver is filed;
            ``params["preflight"]`` holds the whole report.

    """
    report = preflight(draft, frames, staffing.staff, trial.simulated, trial.progress)
    lines = {"rules.preflight": report.summary}
    findings = [_narrow(report, staffing.terms.lot)] if report.narrow else []
    if not report.may_fail:
        if not report.guaranteed:
            zh = f"最坏情形未必配齐，{report.simulated} 次模拟均可配齐：不是保证"
            en = f"the worst case may fail; {report.simulated} simulated draws did not: no guarantee"
            findings.append(_finding(Severity.WARNING, "matching.simulated", zh, en))
        if trial.waiver is not None:
            zh, en = "预检通过，豁免未使用", "the pre-flight passes, the waiver is not needed"
            findings.append(_finding(Severity.NOTE, "matching.waiver", zh, en))
        return lines, findings
    if trial.waiver is None:
        others = _other_forms(draft, frames, staffing, task, joint, rules, day, trial)
        raise InfeasibleMatchingError(
            field=task.id,
            shown_zh=" ".join((*str(report).splitlines(), *(zh for zh, _ in others))),
            shown="; ".join((report.summary, *(en for _, en in others))),
            preflight=report,
            shortages=report.worst,
        )
    waiver = trial.waiver
    zh, en = f"预检未通过而豁免：{waiver}", f"committed although the matching may fail: {waiver}"
    findings.append(_finding(Severity.WARNING, "matching.waiver", f"{zh}；{report}", f"{en}; {report.summary}"))
    return {**lines, WAIVER: waiver}, findings


def _other_forms(  # noqa: PLR0913, PLR0917 - the same once more
    draft: Manifest,
    frames: Mapping[str, TableFrame],
    staffing: Staffing,
    task: Task,
    joint: JointPlan | None,
    rules: RuleBook,
    day: date,
    trial: Trial,
) -> list[tuple[str, str]]:
    """Return what each team rule would give in its other form, one at a time; nothing is switched."""
    minimum = team_minimum(rules, day, joint=joint is not None)
    found: list[tuple[str, str]] = []
    for team in task.teams:
        other = team.other_form()
        if other is None:
            continue
        own = {**staffing.terms.teams[team.item_code], team.department: other.seats_for(minimum)}
        terms = attrs.evolve(staffing.terms, teams={**staffing.terms.teams, team.item_code: own})
        report = preflight(_with_teams(draft, terms), frames, staffing.staff, trial.simulated, trial.progress)
        where, seats = f"{team.item_code} {team.department}", seats_text(own[team.department])
        outcome_zh = "仍可能无法匹配" if report.may_fail else "可以匹配"
        outcome = "it may still fail" if report.may_fail else "it can be matched"
        found.append(
            (f"若 {where} 改为{other.form}（{seats}），{outcome_zh}", f"with {where} as {other.form.name}, {outcome}")
        )
    return found


def _with_teams(draft: Manifest, terms: MatchingTerms) -> Manifest:
    kept = {key: value for key, value in draft.entries.items() if not key.startswith("team.")}
    return Manifest({**kept, **terms.entries()})


def _narrow(report: Preflight, lot: int) -> Finding:
    shown = "；".join(
        f"{one.department} {one.region} {seats_text([one.seat])}（{one.eligible} 人，{one.objects} 个对象）"
        for one in report.narrow
    )
    return _finding(
        Severity.WARNING,
        "matching.narrow",
        f"可派人员不足 {lot} 人的席位，谁去可以预料：{shown}",
        f"fewer than {lot} can take these seats, so that it can be foreseen who comes: {len(report.narrow)} kinds",
    )


def _finding(severity: Severity, code: str, zh: str, en: str) -> Finding:
    return Finding(severity=severity, code=code, where="matching", zh=zh, en=en, clause=LIYANG_2020.ref("3.2.2"))
