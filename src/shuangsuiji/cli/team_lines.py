"""Who comes to an object, and how each of them was drawn, in lines that anybody can check (检查组说明)."""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.draws import Matching, SupplementDraw
from shuangsuiji.draws.answers import shell_word
from shuangsuiji.draws.seat_histories import SeatReport
from shuangsuiji.draws.work_lists import TeamReport, team_reports
from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.units import seat_text

__all__ = ["object_of", "team_lines"]

_COMMAND = {Algorithm.SHA256: "sha256sum", Algorithm.SM3: "openssl dgst -sm3"}


def object_of(matching: Matching, typed: str) -> str:
    """Return the id of a drawn object as the record has it, from what somebody typed (对象标识)."""
    known = {object_ for object_, _ in matching.teams}
    return typed if typed in known else matching.main.why(typed).id


def team_lines(matching: Matching, *object_ids: str) -> Iterator[str]:
    """Yield the teams of objects seat by seat, with the line that checks a ticket (检查组)."""
    for team in team_reports(matching):
        if team.object in object_ids:
            replaced = "，对象已替换，不再检查" if team.replaced else ""
            yield f"{team.object} 检查组 {team.department}（{team.region}{replaced}）"
            for seat in team.seats:
                yield from _seat_lines(matching, team, seat, f"第 {seat.number} 席", "seat")
            for seat in team.experts:
                yield from _seat_lines(matching, team, seat, f"专家席 {seat.number}（协助，不计入人数）", "expert")


def _seat_lines(matching: Matching, team: TeamReport, seat: SeatReport, title: str, purpose: str) -> Iterator[str]:
    where = f"  {title} {seat_text(seat.tags)}"
    if seat.officer is None:
        yield f"{where}：空席"
        return
    able = f"具备 {seat.qualified} 人" + (f"，其中回避 {seat.barred} 人" if seat.barred else "")
    how = "由修补派定" if seat.lot is None else f"{seat.lot} 人中号签最小"
    place = [team.object, team.department, str(seat.number)]
    if seat.via == "substitute":
        changed = [one for one in matching.substitutions if (one.unit, one.seat) == (tuple(place[:2]), seat.number)]
        how += "，" + "，".join(f"替换 {one.old}（{one.reason}）" for one in changed)
        purpose, place = "substitute", [*place, str(changed[-1].number)]
    yield f"{where}：{seat.officer}，{able}，{how}"
    message = "|".join((_key(matching, seat.k or 0), purpose, *place, seat.officer))
    yield f"    号签 ticket：printf %s {shell_word(message)} | {_COMMAND[matching.commitment.manifest.alg]}"


def _key(matching: Matching, k: int) -> str:
    """Return MKEY of a round."""
    draw = matching.draw
    seed = draw.rounds[k - 1].seed if k and isinstance(draw, SupplementDraw) else matching.main.seed
    return seed.matching_key
