"""Asking for a supplementary round within the cap of the year: SSJ-1 §4.5, 二（二） (补充抽取锁定)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.history import PastDraw
from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.supplements import SupplementCommitment, SupplementDraw
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError, YearlyCapError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.quotas import room
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.substitutions import Substitution, bound_by
from shuangsuiji.lottery.supplements import BOUND, ROUND_TABLES, compose_supplement
from shuangsuiji.terms import ReplacementReason
from shuangsuiji.values import FrozenMap

__all__ = ["commit_supplement"]

Record = PastDraw | Matching | Draw | SupplementDraw | SupplementCommitment | Commitment
_NOTHING: Mapping[str, Mapping[str, int]] = FrozenMap()
_NOBODY: Mapping[str, ReplacementReason | str] = FrozenMap()
_NO_RECUSALS: Mapping[tuple[str, str], str] = FrozenMap()


def commit_supplement(  # noqa: PLR0913 - what a round may ask for
    before: Matching | Draw | SupplementDraw,
    *,
    committed_at: datetime,
    replaced: Mapping[str, ReplacementReason | str] = _NOBODY,
    extended: Mapping[str, Mapping[str, int]] = _NOTHING,
    beacons: Iterable[BeaconEvent] = (),
    officers: Iterable[Officer] = (),
    recusals: Mapping[tuple[str, str], str] = _NO_RECUSALS,
    earlier: Iterable[Record] = (),
) -> SupplementCommitment:
    """Ask for a supplementary round: replacements, extensions, officers for seats left empty (补充抽取锁定).

    Args:
        before: the main draw, or the last round; where inspectors are matched, their matching.
        committed_at: now, an instant with an offset.
        replaced: reason code by id of a drawn object; in every frame for which it was drawn, its stratum draws one
            more.
        extended: how many to draw beyond that, by item code and stratum (扩大抽查).
        beacons: the round's own public events; without them it cannot get above assurance level 1.
        officers: inspectors who come on top of the committed ones, such as for seats that nobody could take; they are
            committed with the request.
        recusals: reason by object and officer, for those who come on top.
        earlier: every commitment of the agency so far, also those made since; the cap of the year holds for the round
            too. Without them the round is held to what its own manifest knows of.

    Raises:
        YearlyCapError: with what others have drawn this year, the round would exceed the cap of a GENERAL item.
        LawError: a cap of visits or a period of rest binds the draw, and another draw since may have visited somebody
            whom this round could draw (3.1.10).
        BrokenChainError: as ``SupplementCommitment`` says.
        InvalidFormError: a value that SSJ-1 does not allow, or a request that asks for nothing.
        DuplicateError: an officer twice.
        InvalidValueError: officers or recusals that are of no use, or concern somebody who sits there; an extension
            that is no whole number from 0.

    """
    people = Staff(officers=tuple(officers), recusals=recusals)
    substituted = _check_matched(before, people)
    before = before.draw if isinstance(before, Matching) else before
    strangers = [id_ for id_ in replaced if not any(id_ in drawn for drawn in before.taken.drawn.values())]
    if strangers:
        zh, en = "只能替换已抽中的对象", "only what was drawn can be replaced"
        raise BrokenChainError(
            link="replaced", rule_zh=zh, rule=en, expected="已抽中 drawn", value="、".join(strangers)
        )
    quotas = {name: Counter[str]() for name in before.taken.drawn}
    for name, drawn in before.taken.drawn.items():
        quotas[name].update(stratum for id_, stratum in drawn.items() if id_ in replaced)
    for name, strata in extended.items():
        for stratum, number in strata.items():
            if isinstance(number, bool) or not isinstance(number, int) or number < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
                zh, en = "应为不小于 0 的整数", "must be a whole number from 0"
                raise InvalidValueError(field=f"extended {name}/{stratum}", rule_zh=zh, rule=en, value=number)
            quotas.setdefault(name, Counter())[stratum] += number
    added = people if people.officers or people.recusals else None
    supplement = compose_supplement(
        before.k + 1,
        quotas={name: {one: n for one, n in strata.items() if n} for name, strata in quotas.items()},
        replaced={id_: str(reason) for id_, reason in replaced.items()},
        committed_at=committed_at,
        beacons=beacons,
        tables=_tables(added, substituted, before),
    )
    asked = SupplementCommitment(before=before, supplement=supplement, added=added, substituted=substituted)
    past = [PastDraw.of(one) for one in earlier]
    _check_year(asked, past)
    _check_burden(asked, past)
    return asked


def _check_matched(before: Matching | Draw | SupplementDraw, people: Staff) -> tuple[Substitution, ...]:
    """Return the substitutions that the round rests on, once those who come with it are known to be of use.

    Raises:
        BrokenChainError: inspectors are matched, and what is given is not their matching.
        InvalidValueError: somebody of a department that sends nobody, or without capacity; a recusal of somebody who
            sits there, who is to be substituted first, or of nobody.

    """
    matching = before.commitment.manifest.matching
    if not isinstance(before, Matching):
        if before.commitment.staff is not None:
            zh, en = (
                "须以人员匹配为依据：先 match，再请求下一轮",
                "rests on the matching: match first, then ask for a round",
            )
            raise BrokenChainError(link="before", rule_zh=zh, rule=en, expected="Matching", value=before)
        if people.officers or people.recusals:
            zh, en = "人员表不在手或不匹配人员，不能增派", "nobody can come without the tables of people"
            raise InvalidValueError(field="officers", rule_zh=zh, rule=en, value=repr(people))
        return ()
    idle = [
        one.id
        for one in people.officers
        if not one.capacity or (matching and one.department not in matching.departments)
    ]
    if idle:
        zh, en = "增派人员须属派人的部门，且上限大于 0", "must be of a department that sends officers, with capacity"
        raise InvalidValueError(field="officers", rule_zh=zh, rule=en, value="、".join(idle))
    known = {one.id for one in (*before.seated.staff.officers, *before.seated.staff.experts, *people.officers)}
    strangers = [officer for _, officer in sorted(people.barred) if officer not in known]
    if strangers:
        zh, en = "回避所指的人员不在本次抽取中", "the recusal names nobody of this draw"
        raise InvalidValueError(field="recusals", rule_zh=zh, rule=en, value="、".join(strangers))
    sitting = before.seated.sitting(sorted(people.barred))
    if sitting:
        zh, en = "已派往该对象，须先替换（substitute）", "sits on that object and is to be substituted first"
        raise InvalidValueError(field="recusals", rule_zh=zh, rule=en, value="；".join(map(" ".join, sitting)))
    return before.substitutions


def _tables(
    added: Staff | None, substituted: tuple[Substitution, ...], before: Draw | SupplementDraw
) -> dict[str, tuple[int, str]]:
    """Return rows and hash of all that a request binds besides its own lines."""
    alg = before.commitment.manifest.alg
    tables = added.committed(alg, ROUND_TABLES) if added else {}
    bound = bound_by(substituted, before.k + 1, alg)
    return {**tables, BOUND: bound} if bound else tables


def _check_burden(asked: SupplementCommitment, earlier: Iterable[PastDraw]) -> None:
    """Check that nobody whom a round may draw has been drawn since: a round draws from the frame as it was committed.

    Who has reached a cap of visits since, or rests, cannot be taken out of it any more. What is visited is a holder, so
    that two wares of one are one, and the same as the enterprise itself in another pool.
    """
    manifest = asked.commitment.manifest
    if not any(key.startswith("rules.visit_cap") or key == "rules.cool_off" for key in manifest.entries):
        return
    behind = PastDraw.of(asked).holders
    left = {behind.get(id_, id_) for name in asked.supplement.quotas for id_ in asked.taken.left(name).ids}
    for one in earlier:
        if one.manifest.agency != manifest.agency or one.manifest.serial <= manifest.serial or one.failed:
            continue
        drawn = {id_ for ids in one.drawn.values() for id_ in ids}
        may_be = {id_ for frame in one.frames.values() for id_ in frame.ids} if one.is_open else set[str]()
        shared = {one.holders.get(id_, behind.get(id_, id_)) for id_ in drawn | may_be}
        if not left.isdisjoint(shared) or (one.is_open and not one.frames):
            zh = f"第 {one.manifest.serial} 号抽取之后，本轮可抽的对象中有已抽中的，不能核对检查频次；须另行锁定"
            en = f"serial {one.manifest.serial} has drawn objects of this round since: caps of visits need a new draw"
            raise LawError(
                field=f"serial {manifest.serial}",
                rule_zh=zh,
                rule=en,
                value=one.manifest.commit,
                clause=LIYANG_2020.ref("3.1.10"),
            )


def _check_year(asked: SupplementCommitment, earlier: Iterable[PastDraw]) -> None:
    """Check a round together with what the year's other commitments have drawn of the same objects, or may yet draw."""
    manifest, taken = asked.commitment.manifest, asked.taken
    own = PastDraw.of(asked)
    others = [one for one in earlier if one.manifest.commit != manifest.commit and one.year == own.year]
    for terms in manifest.frames:
        quotas = asked.supplement.quotas.get(terms.name)
        if terms.cap is None or quotas is None:
            continue
        known = {*asked.commitment.frames[terms.name].ids, *asked.commitment.excluded[terms.name]}
        stay = (
            set(taken.drawn[terms.name])
            - taken.given_back.get(terms.name, frozenset())
            - asked.supplement.replaced.keys()
        )
        drawn = {id_ for one in others for id_ in one.drawn.get(terms.name, ()) if id_ in known}
        yet = sum(one.pending(terms.name) for one in others)
        total, limit = len(stay | drawn) + yet + sum(quotas.values()), room(terms.rows, terms.cap)
        if total > limit:
            zh = f"本轮 {sum(quotas.values())} 个连同本年各次抽取，超过全年上限 ⌊{terms.cap}×{terms.rows}⌋ = {limit}"
            more = sum(quotas.values())
            en = f"{more} more, with the draws of the year, exceed the cap ⌊{terms.cap}×{terms.rows}⌋ = {limit}"
            clause = LIYANG_2020.ref("2.2.12")
            raise YearlyCapError(field=terms.name, rule_zh=zh, rule=en, value=total, clause=clause)
