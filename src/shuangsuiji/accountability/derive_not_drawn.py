"""Whether the object was in the pool and not drawn, in every draw and attempt of the span: 4.2.11 (未抽中认定).

Only a draw that can be checked shows it: the object stands in the committed frame, its ticket lies above the threshold,
and the serials of the agency, as they were published, leave no room for another draw. Whoever was left out, or missing
in the pool, was not «not drawn».
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuangsuiji.accountability.basis_parts import ExclusionRecord, FailedReading
from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import DrawOnRecord, FrameLook, FrameStanding, looks_at
from shuangsuiji.accountability.derive_parts import FactPart, fact_of, holds, open_part, refuted
from shuangsuiji.accountability.facts import Fact, FactEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis

__all__ = ["all_looks", "derive_not_drawn", "excluded_by", "in_conflict"]

_NEUTRAL = frozenset({FrameStanding.OUTSIDE, FrameStanding.OTHER_POOL, FrameStanding.NO_CHANCE})


def derive_not_drawn(case: Case, basis: RecordsBasis) -> Fact:
    """Return F6: in the pool of every draw of the span, and drawn in none: 4.2.11 (未抽中事实)."""
    return fact_of("F6", _parts(case, basis))


def all_looks(case: Case, basis: RecordsBasis) -> tuple[FrameLook, ...]:
    """Return what every draw and attempt of the span meant for the object, by item and round (全部抽取核对)."""
    return tuple(look for one in basis.draws_by_department.get(case.department, ()) for look in looks_at(one, case))


def excluded_by(look: FrameLook, case: Case, basis: RecordsBasis) -> ExclusionRecord | None:
    """Return who left the object out of a frame, None where no record says so (排除记录查找)."""
    commit = look.draw.manifest.commit
    known = (one for one in basis.exclusions if (one.object_id, one.commit) == (case.object_id, commit))
    return next(known, None)


def in_conflict(look: FrameLook, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether it was left out by hand by whoever is to be exempted, or by his department (排除冲突).

    The reason that stands in the frame may name him; else the record of the exclusion does, and whose draw it is.
    """
    if not look.by_hand:
        return False
    record = excluded_by(look, case, basis)
    named = {case.subject, case.department}
    if record is not None and named & {record.decided_by, record.department}:
        return True
    return any(one in look.reason for one in named)


def _parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    looks = all_looks(case, basis)
    for look in looks:
        yield _part(look, case, basis)
    for code in case.item_codes:
        if not any(look.item_code == code and look.standing not in _NEUTRAL for look in looks):
            yield _never(code, [look for look in looks if look.item_code == code], case, basis)
    for agency in sorted({case.department, *(look.draw.manifest.agency for look in looks)}):
        yield _chain(agency, basis)


def _part(look: FrameLook, case: Case, basis: RecordsBasis) -> FactPart:
    """Return what one look says, unless the dossier of the draw tells otherwise, or nothing any more."""
    shown, zh, en = _evidence(look, case, basis), str(look), _plain(look)
    agency = look.draw.manifest.agency
    doubt = _doubt(look, case, basis)
    if doubt is not None:
        return open_part(f"{zh}；{doubt[0]}", f"{en}; {doubt[1]}", (*doubt, agency), *shown)
    match look.standing:
        case FrameStanding.DRAWN:
            return refuted(zh, en, *shown)
        case FrameStanding.NOT_DRAWN | FrameStanding.OUTSIDE | FrameStanding.OTHER_POOL | FrameStanding.NO_CHANCE:
            return holds(zh, en, *shown)
        case FrameStanding.EXCLUDED if in_conflict(look, case, basis):
            return refuted(f"{zh}，由本案当事方排除", f"{en}, by whoever is to be exempted", *shown)
        case FrameStanding.FAILED if basis.failed_reading is FailedReading.NOBODY_DRAWN:
            return holds(zh, en, *shown)
        case _:
            asked_zh, asked_en = _ASKED[look.standing]
            return open_part(zh, en, (f"{look}：{asked_zh}", f"{en}: {asked_en}", agency), *shown)


_ASKED = {
    FrameStanding.EXCLUDED: ("排除该对象的依据和决定人", "the ground of the exclusion, and who decided it"),
    FrameStanding.OMITTED: (
        "抽取时该对象不在名录库的原因，如登记日期",
        "why it was not in the pool, such as its day of birth",
    ),
    FrameStanding.POOL_UNKNOWN: ("锁定单所引名录库版本", "the version of the pool that the manifest cites"),
    FrameStanding.PENDING: ("该次抽取的揭示", "the reveal of the draw"),
    FrameStanding.FAILED: ("该次锁定的揭示或种子未产生的说明", "its reveal, or why its seed never came"),
}


def _doubt(look: FrameLook, case: Case, basis: RecordsBasis) -> tuple[str, str] | None:
    """Return why a draw cannot be relied on as it is at hand, in Chinese and English; None where it can.

    A beacon could have been given another value under the same COMMIT; the dossier, where there is one, says which.
    """
    draw = look.draw
    for trail in basis.trails_by_commit.get(draw.manifest.commit, ()):
        if trail.faults:
            where = trail.faults[0].where
            return f"其案卷断链（{where}），须提供原件", f"the chain of its dossier is broken at {where}"
        filed = trail.filed_draw
        if filed is None:
            continue
        due = {code for id_, code in trail.drawn or () if id_ == case.object_id}
        live = draw.live_at(filed.draw.k)
        if live is None or due != set(live.get(case.object_id, ())):
            return "与案卷归档的抽取结果不符，或不齐", "the dossier filed another draw, or more of it"
    return None


def _never(code: str, looks: Sequence[FrameLook], case: Case, basis: RecordsBasis) -> FactPart:
    """Return that no draw of the span could have drawn the object for an item, so that nothing follows from it."""
    shown = tuple(one for look in looks for one in _evidence(look, case, basis))
    span = f"{case.first} 至 {case.last}"
    zh = f"{span} 没有可能抽中该对象的 {code} 抽取"
    en = f"no draw for {code} from {case.first} to {case.last} could have drawn the object"
    asked = (f"{span} {code} 的抽取记录，或未列入计划的依据", f"a draw for {code} of that span", case.department)
    return open_part(zh, en, asked, *shown)


def _chain(agency: str, basis: RecordsBasis) -> FactPart:
    """Return whether the commitments of an agency are all that it published, so that no draw is missing."""
    gazette, faults = basis.gazette(agency), basis.chain_faults.get(agency, ())
    if gazette is None:
        asked = (f"{agency} 按编号公布的 COMMIT", f"the COMMITs that {agency} published", agency)
        return open_part(
            f"{agency} 公布的 COMMIT 不在手，抽取是否齐全不明", f"whether {agency} drew more is not known", asked
        )
    if faults:
        first = faults[0]
        asked = (f"{agency} {first.where} 的锁定记录", f"the commitment {first.where} of {agency}", agency)
        return open_part(f"{agency} 锁定链：{first.zh}", f"the chain of {agency}: {first.en}", asked)
    last = max(gazette, default=0)
    shown = basis.evidence("Commitment", f"{agency} 第1–{last}号", digest=gazette.get(last, ""))
    return holds(f"{agency} 已公布的 {len(gazette)} 个锁定均在案", f"all {len(gazette)} commitments are at hand", shown)


def _evidence(look: FrameLook, case: Case, basis: RecordsBasis) -> tuple[FactEvidence, ...]:
    """Return the draw as evidence, with ticket, threshold and place in the frame; and who left the object out."""
    draw, one = look.draw, look.draw.manifest
    notes = [look.answer.zh] if look.answer else [str(look)]
    if look.answer is not None:
        notes += [f"号签 {look.ticket}"]
        notes += [f"阈值 {look.answer.threshold}"] if look.answer.threshold else []
        notes += [f"排序值 {look.answer.ranking_value}"] if look.answer.ranking_value else []
    notes += _proof(draw, look, case)
    reference = f"{one.agency} 第{one.serial}号" + (f" 第{look.k}轮" if look.k else "")
    kind = "Draw" if draw.drawn is not None else "Commitment"
    on = look.on if look.on <= basis.as_of else None
    found = basis.evidence(kind, reference, digest=one.commit, made_on=on, note="；".join(notes))
    record = excluded_by(look, case, basis) if look.standing is FrameStanding.EXCLUDED else None
    if record is None or record.on > basis.as_of:
        return (found,)
    note = f"{record.department} {record.decided_by}"
    return found, basis.evidence("ExclusionRecord", record.document, made_on=record.on, note=note)


def _proof(draw: DrawOnRecord, look: FrameLook, case: Case) -> list[str]:
    if case.object_id not in draw.commitment.frames[look.item_code]:
        return []
    proof = draw.proof(look.item_code, case.object_id)
    terms = next(one for one in draw.manifest.frames if one.name == look.item_code)
    if proof is None:
        return [f"抽样框 {terms.rows} 行，摘要 {terms.digest}"]
    return [f"在册证明：第 {proof.index} 行，共 {proof.size} 行，Merkle 根 {terms.merkle}"]


def _plain(look: FrameLook) -> str:
    one, reason = look.draw.manifest, f" ({look.reason})" if look.reason else ""
    return f"{one.agency} {one.serial} round {look.k} {look.item_code}: {look.standing.name}{reason}"
