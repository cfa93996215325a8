"""Traps in the draws themselves: drawn and not visited, drawn again, relaxed, replaced, substituted (抽取陷阱)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import DrawOnRecord, FrameLook, FrameStanding
from shuangsuiji.accountability.derive_not_drawn import other_lines
from shuangsuiji.accountability.derive_undone import is_overdue, undone
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.trap_kinds import trap
from shuangsuiji.draws import Matching
from shuangsuiji.draws.feasibility import WAIVER
from shuangsuiji.values import Finding

__all__ = ["other_items", "repeated_draws", "special_draws", "undone_visits"]


def other_items(looks: Iterable[FrameLook], case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    """Yield where the object was drawn for an item that is none of the case, and for none that is one (他项抽中)."""
    if any(look.standing is FrameStanding.DRAWN for look in looks):
        return
    for line in other_lines(case, basis):
        zh = f"该对象在期间内为其他事项 {line.item_code} 抽中（{line.on}）"
        yield trap("trap.drawn_for_other_item", str(line), zh, f"was drawn for another item on {line.on}")


def undone_visits(looks: Iterable[FrameLook], case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    """Yield the draws that led to the object where nobody had gone by the event: due, or not yet (抽中未检查).

    An exemption for what was not due yet stands in other texts, and not in this one.
    """
    for look in looks:
        if not undone(look, case, basis):
            continue
        window, why = look.draw.manifest.window, look.draw.replaced_for(case.object_id)
        if why:
            yield trap("trap.replaced", str(look), f"抽中后被替换：{why}", f"was drawn and replaced: {why}")
        elif window is not None and is_overdue(look, case):
            zh, en = f"已抽中，至期限 {window[1]} 无存根可证的检查", f"was drawn, no visit is proven by {window[1]}"
            yield trap("trap.visit_overdue", str(look), zh, en)
        else:
            due = "任务未定期限" if window is None else f"期限 {window[1]}"
            zh, en = f"已抽中，问题出现时无存根可证的检查，{due}", "was drawn, and the visit was not due yet"
            yield trap("trap.not_due", str(look), zh, en)


def repeated_draws(looks: Iterable[FrameLook], case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    """Yield the tasks that were committed more often than planned, and the commitments that failed (重抽、失败)."""
    own = basis.draws_by_department.get(case.department, ())
    concerned = {(one.manifest.plan, one.manifest.task) for one in own if one.concerns(case)}
    for plan_id, task_id in sorted(concerned):
        same = basis.draws_by_task[plan_id, task_id]
        serials = sorted({one.manifest.serial for one in same})
        shown, planned = "、".join(map(str, serials)), _planned(same, task_id)
        if len(serials) > planned or any(one.discarded for one in same):
            zh = f"任务 {task_id} 锁定 {len(serials)} 次（编号 {shown}），计划 {planned} 次"
            yield trap("trap.redraw", f"{plan_id}/{task_id}", zh, f"committed {len(serials)} times, planned {planned}")
    for look in looks:
        if look.standing is FrameStanding.FAILED or (look.draw.failed and look.k == 0):
            zh, en = "锁定后公布失败，种子未产生", "was committed, and its seed never came"
            yield trap("trap.failed", str(look), zh, en)


def _planned(same: Iterable[DrawOnRecord], task_id: str) -> int:
    """Return how often the plan has a task drawn, once where the plan is not at hand."""
    plans = [one.commitment.basis.plan for one in same if one.commitment.basis is not None]
    for plan in plans:
        task = next((one for one in plan.tasks if one.id == task_id), None)
        if task is not None:
            return max(plan.draws_of(task), 1)
    return 1


def special_draws(looks: Iterable[FrameLook], case: Case) -> Iterator[Finding]:
    """Yield what a manifest says was relaxed or waived, and who went in another's place (放宽与替换)."""
    for draw in {id(look.draw): look.draw for look in looks}.values():
        entries, where = draw.manifest.entries, repr(draw)
        if relaxed := entries.get("rules.joint.relaxed"):
            yield trap("trap.relaxed", where, f"联合抽查程序放宽：{relaxed}", f"the procedure was relaxed: {relaxed}")
        if waived := entries.get("rules.cap_waiver"):
            yield trap("trap.cap_waived", where, f"上限放宽：{waived}", f"caps were waived: {waived}")
        if waived := entries.get(WAIVER):
            yield trap("trap.relaxed", where, f"人员匹配放宽：{waived}", f"the matching was waived: {waived}")
        if isinstance(draw.record, Matching):
            for one in draw.record.substitutions:
                if one.object == case.object_id:
                    zh = f"{one.department} 第 {one.seat} 席由 {one.old} 替换为 {one.new or '空缺'}：{one.reason}"
                    en = f"seat {one.seat} of {one.department}: {one.new or 'nobody'} went for {one.old}: {one.reason}"
                    yield trap("trap.substituted", where, zh, en)
