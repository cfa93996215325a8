"""What may hide an inspection: dossiers that are broken or withheld, draws that are missing: 2.1.9 (案卷缺失认定).

The last visit before the event decides, and it decides nothing while a later one may stand in a dossier that nobody can
read. So whatever may hold one has to be there, with its published head, before the facts of an inspection are settled;
a dossier that is there, whole, and holds no visit leaves nothing open: nobody has gone yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.accountability.derive_not_drawn import asked_agencies
from shuangsuiji.accountability.derive_orphans import orphan_parts
from shuangsuiji.accountability.derive_parts import FactPart, open_part
from shuangsuiji.accountability.derive_trails import Trail
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection.draw_lines import known_from
from shuangsuiji.values import day_in_china

__all__ = ["broken_trails", "hidden_parts"]


def hidden_parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield why a visit before the event may not be on record; nothing where none can be hidden (可能缺失的检查)."""
    for trail in broken_trails(case, basis):
        if not _is_later(trail, case, basis):
            yield _broken(trail)
    for draw in basis.draws_by_department.get(case.department, ()):
        if _may_draw(draw, case) and not _is_told(draw, basis):
            yield _untold(draw)
    yield from orphan_parts(case, basis)
    for agency in asked_agencies(case, basis):
        yield from _missing(agency, basis)


def broken_trails(case: Case, basis: RecordsBasis) -> tuple[Trail, ...]:
    """Return the dossiers that may tell of a case, and tell nothing since their chain is broken (涉案断链案卷)."""
    return tuple(
        one
        for one in basis.broken_trails
        if one.agency == case.department
        or one.holds(case.object_id)
        or any(case.department in draw.departments for draw in basis.draws_by_commit.get(one.commit, ()))
    )


def _is_later(trail: Trail, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether a dossier is of a draw that nobody knew before the event, so that it holds no visit before it."""
    draws = basis.draws_by_commit.get(trail.commit, ())
    return bool(draws) and all(one.day > case.event_on for one in draws)


def _may_draw(draw: DrawOnRecord, case: Case) -> bool:
    """Tell whether the object stood in a frame of a draw, for an item of the case, that may have led to a visit.

    Of a draw that was published as failed nothing came.
    """
    if not draw.concerns(case) or (draw.failed and draw.drawn is None):
        return False
    days = (draw.day, *(day_in_china(known_from(one, one.k)) for one in draw.rounds))
    if not any(draw.counts(case, day) for day in days):
        return False
    frames = draw.commitment.frames
    return any(case.object_id in frames[code] for code in case.item_codes if code in draw.item_codes)


def _is_told(draw: DrawOnRecord, basis: RecordsBasis) -> bool:
    """Tell whether a dossier of a draw is there, holds, and filed what was drawn, up to a published head.

    One that is broken is told of by itself; one that filed another outcome than that at hand is not that of the draw.
    """
    for trail in basis.trails_by_commit.get(draw.manifest.commit, ()):
        if trail.faults:
            return True
        filed = trail.filed_draw
        if filed is None or trail.entry_of(filed).number > trail.anchored_to:
            continue
        if draw.outcome_at(filed.draw.k) in {None, trail.drawn}:
            return True
    return False


def _broken(trail: Trail) -> FactPart:
    fault = trail.faults[0]
    return open_part(
        f"案卷 {trail.id} 断链（{fault.where}），其中可能有检查",
        f"the chain of dossier {trail.id} is broken at {fault.where}, and it may hold a visit",
        (
            f"案卷 {trail.id} 断链（{fault.where}），须提供原件",
            f"the chain of dossier {trail.id} is broken at {fault.where}: the original is needed",
            trail.agency,
        ),
        by_record=True,
    )


def _untold(draw: DrawOnRecord) -> FactPart:
    one = draw.manifest
    zh, en = f"{one.agency} 第{one.serial}号抽取", f"the draw {one.serial} of {one.agency}"
    return open_part(
        f"{zh}没有归入其结果、有已公布链头的案卷在手，其中可能有检查",
        f"no dossier with a published head that filed the outcome of {en} is at hand, and it may hold a visit",
        (f"{zh}的案卷及其已公布链头", f"the dossier of {en}, with its published head", one.agency),
        by_record=True,
    )


def _missing(agency: str, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield that a draw may be missing, and a visit with it."""
    faults = basis.chain_faults.get(agency, ())
    if faults:
        first = faults[0]
        asked = (f"{agency} {first.where} 的锁定记录及其案卷", f"{first.where} of {agency}, with its dossier", agency)
        zh, en = f"{agency} 锁定链：{first.zh}，可能缺少检查", f"the chain of {agency}: {first.en}"
        yield open_part(zh, en, asked, by_record=True)
    elif basis.gazette(agency) is None:
        asked = (f"{agency} 按编号公布的 COMMIT", f"the COMMITs that {agency} published", agency)
        zh, en = (
            f"{agency} 公布的 COMMIT 不在手，其后有无检查不明",
            f"whether {agency} drew and went again is not known",
        )
        yield open_part(zh, en, asked)
