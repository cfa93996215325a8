"""Whether the object was in the pool and not drawn, in every draw and attempt of the span: 4.2.11 (未抽中认定).

Only a draw that can be checked shows it: the object stands in the committed frame, its ticket lies above the threshold,
a dossier with a published head filed this very outcome with all its rounds, and the serials of every agency that could
have drawn, as they were published, leave no room for another draw. Whoever was left out, or missing in the pool, was
not «not drawn».
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuangsuiji.accountability.basis_parts import FailedReading
from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import DrawOnRecord, FrameLook, FrameStanding, looks_at
from shuangsuiji.accountability.derive_orphans import filed_as_drawn
from shuangsuiji.accountability.derive_parts import FactPart, FoundFact, fact_of, holds, open_part, refuted
from shuangsuiji.accountability.derive_trails import Trail
from shuangsuiji.accountability.derive_visits import was_visited
from shuangsuiji.accountability.drawn_lines import DrawnLine
from shuangsuiji.accountability.exclusions import exclusions_of, in_conflict
from shuangsuiji.accountability.facts import FactEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection import DossierEntry

__all__ = ["all_looks", "asked_agencies", "derive_not_drawn", "other_lines"]

_NEUTRAL = frozenset({FrameStanding.OUTSIDE, FrameStanding.OTHER_POOL, FrameStanding.NO_CHANCE})


def derive_not_drawn(case: Case, basis: RecordsBasis) -> FoundFact:
    """Return F6: in the pool of every draw of the span, and drawn in none: 4.2.11 (未抽中事实)."""
    return fact_of("F6", _parts(case, basis))


def all_looks(case: Case, basis: RecordsBasis) -> tuple[FrameLook, ...]:
    """Return what every draw and attempt of the span meant for the object, by item and round (全部抽取核对)."""
    return tuple(look for one in basis.draws_by_department.get(case.department, ()) for look in looks_at(one, case))


def asked_agencies(case: Case, basis: RecordsBasis) -> tuple[str, ...]:
    """Return whose commitments have to be complete: who drew for the department, and who was to (应核机关).

    Those are the department itself, the agencies of the draws at hand in which it goes, those that a plan names for
    what it takes part in, and everybody else whose commitments are not all that were published.
    """
    near = {case.department, *(look.draw.manifest.agency for look in all_looks(case, basis))}
    near |= set(basis.initiators.get(case.department, ()))
    broken = {agency for agency in basis.gazettes if basis.chain_faults[agency]}
    return tuple(sorted(near | broken))


def other_lines(case: Case, basis: RecordsBasis) -> tuple[DrawnLine, ...]:
    """Return where the object was drawn in the span for another item that the department inspects (他项抽中)."""
    known = (one for one in basis.lines_at.get(case.object_id, ()) if one.item_code not in case.item_codes)
    return tuple(one for one in known if one.draw.counts(case, one.on) and case.department in _inspecting(one, basis))


def _inspecting(line: DrawnLine, basis: RecordsBasis) -> frozenset[str]:
    """Return the departments that inspect an item of a draw: as its dossier says, else all that go there."""
    filed = (one.filed_draw for one in basis.trails_by_commit.get(line.draw.manifest.commit, ()) if not one.faults)
    items = (item for one in filed if one is not None for each in one.objects for item in each.items)
    told = frozenset(item.department for item in items if item.item_code == line.item_code)
    return told or line.draw.departments


def _parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    looks = all_looks(case, basis)
    for look in looks:
        yield _part(look, case, basis)
    for code in case.item_codes:
        if not any(look.item_code == code and look.standing not in _NEUTRAL for look in looks):
            yield _never(code, [look for look in looks if look.item_code == code], case, basis)
    if not any(look.standing is FrameStanding.DRAWN for look in looks):
        yield from (_other(line, basis) for line in other_lines(case, basis))
    yield from filed_as_drawn(case, basis)
    yield from (_undone(line, basis) for line in _undone_lines(case, basis))
    asked = asked_agencies(case, basis)
    for agency in asked:
        yield _chain(agency, basis)
    others = [one for one in sorted(basis.gazettes) if one not in asked]
    if others:
        number = sum(len(basis.gazette(one) or ()) for one in others)
        zh = f"其余 {len(others)} 个部门已公布的 {number} 个锁定均在案"
        yield holds(zh, f"all {number} commitments of {len(others)} other agencies are at hand")


def _part(look: FrameLook, case: Case, basis: RecordsBasis) -> FactPart:
    """Return what one look says, unless the dossier of the draw tells otherwise, or nothing of it."""
    shown, zh, en = _evidence(look, case, basis), str(look), _plain(look)
    agency = look.draw.manifest.agency
    if look.standing is FrameStanding.EXCLUDED and in_conflict(look, case, basis):
        return refuted(f"{zh}，由本案当事方排除", f"{en}, by whoever is to be exempted", *shown)
    doubt = _doubt(look, basis)
    if doubt is not None:
        return open_part(f"{zh}；{doubt[0]}", f"{en}; {doubt[1]}", (*doubt, agency), *shown, by_record=True)
    match look.standing:
        case FrameStanding.DRAWN:
            return refuted(zh, en, *shown)
        case FrameStanding.NOT_DRAWN | FrameStanding.OUTSIDE | FrameStanding.OTHER_POOL | FrameStanding.NO_CHANCE:
            return holds(zh, en, *shown)
        case FrameStanding.FAILED if look.draw.failed and basis.failed_reading is FailedReading.NOBODY_DRAWN:
            return holds(zh, en, *shown)
        case _:
            asked_zh, asked_en = _ASKED[look.standing]
            asked = (f"{look}：{asked_zh}", f"{en}: {asked_en}", agency)
            return open_part(zh, en, asked, *shown, by_record=True)


_ASKED = {
    FrameStanding.EXCLUDED: ("排除该对象的依据和决定人", "the ground of the exclusion, and who decided it"),
    FrameStanding.OMITTED: (
        "载有该对象的该次抽取名录库；不在库而未抽到的，不属“未被抽到”，由责任调查单位另行认定",
        "a pool of that draw that holds it; what could not be drawn is not «not drawn»",
    ),
    FrameStanding.POOL_UNKNOWN: ("锁定单所引名录库版本", "the version of the pool that the manifest cites"),
    FrameStanding.PENDING: ("该次抽取的揭示", "the reveal of the draw"),
    FrameStanding.FAILED: ("该次锁定的揭示或种子未产生的说明", "its reveal, or why its seed never came"),
}


def _doubt(look: FrameLook, basis: RecordsBasis) -> tuple[str, str] | None:
    """Return why a draw cannot be relied on as it is at hand, in Chinese and English; None where it can.

    A beacon could have been given another value under the same COMMIT, and a round could be kept back: only what a
    dossier filed, and a published head of it holds, is known to have come out so.
    """
    draw = look.draw
    for trail in basis.trails_by_commit.get(draw.manifest.commit, ()):
        if trail.faults:
            where = trail.faults[0].where
            return f"其案卷断链（{where}），须提供原件", f"the chain of its dossier is broken at {where}"
        filed = trail.filed_draw
        if filed is None:
            continue
        if draw.outcome_at(filed.draw.k) != trail.drawn:
            return "与案卷归档的抽取结果不符，或不齐", "the dossier filed another draw, or more of it"
    if look.answer is None or _filing(look, basis) is not None:
        return None
    return "其抽取结果无已公布链头的案卷归档，须提供案卷", "no dossier with a published head filed this outcome"


def _filing(look: FrameLook, basis: RecordsBasis) -> tuple[Trail, DossierEntry] | None:
    """Return where a dossier filed the round of a look, up to a published head; None where none did."""
    for trail in basis.trails_by_commit.get(look.draw.manifest.commit, ()):
        filed = trail.filed_draw
        if filed is not None and not trail.faults and look.k <= filed.draw.k:
            entry = trail.entry_of(filed)
            if entry.number <= trail.anchored_to:
                return trail, entry
    return None


def _other(line: DrawnLine, basis: RecordsBasis) -> FactPart:
    """Return that the object was drawn for another item: whoever decides may find that this is not the case's."""
    one = line.draw.manifest
    zh = f"{line}：抽中，非本案事项"
    en = f"{one.agency} {one.serial} round {line.k} {line.item_code}: DRAWN, for another item than the case's"
    asked = (f"{line} 抽中该对象是否属于“被抽到”", f"whether that counts as drawn: {en}", "责任调查单位")
    on = line.on if line.on <= basis.as_of else None
    shown = basis.evidence("Draw", f"{one.agency} 第{one.serial}号", digest=one.commit, made_on=on, note=zh)
    return open_part(zh, en, asked, shown)


def _undone_lines(case: Case, basis: RecordsBasis) -> Iterator[DrawnLine]:
    """Yield where the object was drawn before the span, for an item of the case, and nobody has gone since."""
    for line in basis.lines_at.get(case.object_id, ()):
        draw, id_ = line.draw, case.object_id
        if not draw.concerns(case) or line.item_code not in case.item_codes or draw.counts(case, line.on):
            continue
        led_here = line.on < case.first and not draw.discarded and not draw.replaced_for(id_)
        if led_here and not was_visited(draw, line.item_code, case, basis):
            yield line


def _undone(line: DrawnLine, basis: RecordsBasis) -> FactPart:
    """Return that a draw from before the span is still to be answered; the span is no way round it."""
    one = line.draw.manifest
    zh, en = (
        f"期间前的 {line} 抽中，无检查归档",
        f"{one.agency} {one.serial} drew it before the span, and nobody went",
    )
    asked = (f"{line} 的检查记录，或未检查的说明", f"the visit of {one.agency} {one.serial}, or why none", one.agency)
    shown = basis.evidence("Draw", f"{one.agency} 第{one.serial}号", digest=one.commit, made_on=line.on, note=zh)
    return open_part(zh, en, asked, shown)


def _never(code: str, looks: Sequence[FrameLook], case: Case, basis: RecordsBasis) -> FactPart:
    """Return that no draw of the span could have drawn the object for an item, so that nothing follows from it."""
    shown = tuple(one for look in looks for one in _evidence(look, case, basis))
    span = f"{case.first} 至 {case.event_on}"
    zh = f"{span} 没有可能抽中该对象的 {code} 抽取"
    en = f"no draw for {code} from {case.first} to {case.event_on} could have drawn the object"
    asked = (f"{span} {code} 的抽取记录，或未列入计划的依据", f"a draw for {code} of that span", case.department)
    return open_part(zh, en, asked, *shown)


def _chain(agency: str, basis: RecordsBasis) -> FactPart:
    """Return whether the commitments of an agency are all that it published, so that no draw is missing."""
    gazette, faults = basis.gazette(agency), basis.chain_faults.get(agency, ())
    if faults:
        first = faults[0]
        asked = (f"{agency} {first.where} 的锁定记录", f"the commitment {first.where} of {agency}", agency)
        zh, en = f"{agency} 锁定链：{first.zh}", f"the chain of {agency}: {first.en}"
        return open_part(zh, en, asked, by_record=True)
    if gazette is None:
        asked = (f"{agency} 按编号公布的 COMMIT", f"the COMMITs that {agency} published", agency)
        return open_part(
            f"{agency} 公布的 COMMIT 不在手，抽取是否齐全不明",
            f"whether {agency} drew more is not known",
            asked,
            by_record=True,
        )
    if not gazette:
        return holds(f"{agency} 至 {basis.as_of} 未公布锁定", f"{agency} had published no commitment by {basis.as_of}")
    last = max(gazette)
    shown = basis.evidence("Commitment", f"{agency} 第1–{last}号", digest=gazette[last])
    zh, en = f"{agency} 已公布的 {len(gazette)} 个锁定均在案", f"all {len(gazette)} commitments of {agency} are at hand"
    return holds(zh, en, shown)


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
    filing = _filing(look, basis) if look.answer is not None else None
    shown = () if filing is None else (_filed_evidence(*filing, basis),)
    records = exclusions_of(look, case, basis) if look.standing is FrameStanding.EXCLUDED else ()
    papers = (
        basis.evidence("ExclusionRecord", each.document, made_on=each.on, note=f"{each.department} {each.decided_by}")
        for each in records
    )
    return (found, *shown, *papers)


def _filed_evidence(trail: Trail, entry: DossierEntry, basis: RecordsBasis) -> FactEvidence:
    """Return the filed outcome as evidence: whoever has its head need not take the beacon on trust."""
    note = f"案卷 {trail.id} 第 {entry.number} 件，链头存根至第 {trail.anchored_to} 件"
    return basis.evidence("FiledDraw", trail.id, digest=entry.record_digest, made_on=entry.on, note=note)


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
