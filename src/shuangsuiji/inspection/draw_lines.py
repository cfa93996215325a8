"""The very lines of a draw that a visit answers: which object, for which item, in which round: 2.1.7, 3.2.1 (抽取行).

``drawn.tsv``, and ``drawn.k.tsv`` of every supplementary round, have a line for each object and item. A visit cites the
draw by its published hash, and each of its items the round: nothing else is needed to find the line again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from shuangsuiji.draws import Draw, Matching, SupplementDraw
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.inspection.visit_parts import DrawCitation
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.planning import SupervisionMode

__all__ = ["check_cited", "cite", "drawn_of", "known_from", "lines_of"]

Record = Matching | Draw | SupplementDraw


def drawn_of(record: Record) -> Draw | SupplementDraw:
    """Return the draw itself, with its rounds (抽取)."""
    return record.draw if isinstance(record, Matching) else record


def lines_of(record: Record, object_id: str, *, replaced: bool = False) -> Mapping[str, int]:
    """Return the items for which an object was drawn, each with its round, 0 for the main draw: 3.2.1 (抽取行).

    Args:
        record: the draw, or its matching.
        object_id: the object.
        replaced: whether a line counts also where the object has been replaced since.

    Raises:
        BrokenChainError: it was not drawn, or has been replaced for all of them.

    """
    drawn = drawn_of(record)
    rounds = drawn.rounds if isinstance(drawn, SupplementDraw) else ()
    taken = drawn.taken
    found = {
        code: next((one.k for one in rounds if code in one.objects.get(object_id, ())), 0)
        for code, own in sorted(taken.drawn.items())
        if object_id in own and (replaced or object_id not in taken.given_back.get(code, ()))
    }
    if not found:
        zh, en = "该对象未被抽中，或已被替换", "was not drawn, or has been replaced"
        raise _broken("object", zh, en, "抽中的对象 a drawn object", object_id)
    return found


def known_from(record: Record, k: int) -> datetime:
    """Return the earliest instant at which anybody could know what a round drew: its events come first (可知时刻).

    In sealed mode the agency knows the draw from then on, and may inspect before the reveal is public.
    """
    drawn = drawn_of(record)
    one = (
        next((each for each in drawn.rounds if each.k == k), drawn.main) if isinstance(drawn, SupplementDraw) else drawn
    )
    events = (min(event.at, event.known_at or event.at) for event in one.round.events)
    return max((one.made_at, *events))


def cite(record: Record, object_id: str, item_codes: Iterable[str] = ()) -> DrawCitation:
    """Return how a visit cites the draw in which its object was drawn: 3.2.1 (引用抽取).

    Args:
        record: the draw, or its matching.
        object_id: the object.
        item_codes: the items visited; all for which the object was drawn where none is named.

    Raises:
        BrokenChainError: the object was not drawn, or not for one of these items, or has been replaced.

    """
    lines = lines_of(record, object_id)
    codes = tuple(item_codes) or tuple(lines)
    strange = [code for code in codes if code not in lines]
    if strange:
        zh, en = "该对象未为此事项抽中", "was not drawn for this item"
        raise _broken("item", zh, en, "、".join(lines), "、".join(strange))
    return _citation(record, max(lines[code] for code in codes))


def check_cited(visit: Visit, record: Record) -> None:
    """Check that a visit answers the very lines of a draw, and its officers are those of the lot: 2.1.7 (回填核对).

    Args:
        visit: what was entered.
        record: the draw that it cites; where inspectors were matched, their matching, without which the officers of a
            matched visit cannot be checked. The object may have been replaced since.

    Raises:
        BrokenChainError: the visit follows a lead, cites another draw, deals with an object or an item that was not
            drawn, or in another round, lies before the draw, is booked in another mode or under another holder than
            those of the draw, or other officers went than were matched.

    """
    if visit.draw is None:
        zh, en = "个案检查不引抽取", "follows a lead, and answers no draw"
        raise _broken("draw", zh, en, "抽取引用 a citation", visit.lead_id)
    lines = lines_of(record, visit.object_id, replaced=True)
    for one in visit.items:
        if lines.get(one.item_code) != one.k:
            zh, en = "该对象未在此轮为此事项抽中", "the object was not drawn for the item in this round"
            raise _broken(one.item_code, zh, en, lines.get(one.item_code), one.k)
        if visit.started_at < known_from(record, one.k):
            zh, en = "检查不得早于抽取", "a visit does not come before its draw"
            raise _broken("started_at", zh, en, known_from(record, one.k).isoformat(), visit.started_at.isoformat())
    _check_booked(visit, record)
    expected = _citation(record, visit.draw.k)
    if visit.draw != expected:
        raise _broken("draw", "引用的不是这次抽取", "cites another draw", expected, visit.draw)
    if visit.matched:
        _check_matched(visit, record)


def _check_booked(visit: Visit, record: Record) -> None:
    """Check that a visit counts as its draw says, under the holder of the pool where that is at hand (3.1.10)."""
    commitment = drawn_of(record).commitment
    entries, pool = commitment.manifest.entries, commitment.basis.pool if commitment.basis else None
    due = [
        ("mode", entries.get("rules.mode", SupervisionMode.RANDOM.name), visit.mode.name),
        ("superior_ordered", entries.get("rules.superior_ordered") == "yes", visit.superior_ordered),
    ]
    if pool is not None:
        due.append(("holder", pool[visit.object_id].holder or visit.object_id, visit.holder))
    for field, expected, booked in due:
        if booked != expected:
            raise _broken(field, "与抽取所载不同", "is not booked as it was drawn", expected, booked)


def _check_matched(visit: Visit, record: Record) -> None:
    if not isinstance(record, Matching):
        zh, en = "核对到场人员须有人员匹配", "the officers are checked against the matching"
        raise _broken("officers", zh, en, "Matching", type(record).__name__)
    for department in visit.departments:
        went = {one.id for one in visit.officers_of(department)}
        team = record.teams.get((visit.object_id, department))
        if team is None or went != set(team.members):
            zh, en = "到场人员不是匹配人员", "other officers went than were matched"
            raise _broken(f"officers.{department}", zh, en, team.members if team else (), tuple(sorted(went)))


def _citation(record: Record, k: int) -> DrawCitation:
    manifest = drawn_of(record).commitment.manifest
    return DrawCitation(
        agency=manifest.agency,
        plan=manifest.plan,
        task=manifest.task,
        serial=manifest.serial,
        commit=manifest.commit,
        k=k,
    )


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
