"""What 4.2.2 and 4.2.3 ask for, whatever else a set of grounds holds: nobody leaves them out (必备依据).

4.2.4 has both lists read: whoever takes an exemption from here takes the breaches and the referral with it, just as
they stand there, for everybody, and from the first day.
"""

from __future__ import annotations

from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.ground_sets import GroundSet
from shuangsuiji.accountability.grounds import AssessmentVerdict, BreachKind, Ground
from shuangsuiji.errors import LawError
from shuangsuiji.law import LIYANG_2020

__all__ = ["DUE_GROUNDS", "check_due"]

_ALL = tuple(SubjectKind)  # 4.2.2 and 4.2.3 speak of whoever has a duty
_CLAUSE = LIYANG_2020.ref("4.2.4")


def _breach(id_: str, kind: BreachKind, code: str) -> Ground:
    return Ground(
        id=id_,
        verdict=AssessmentVerdict.BREACH,
        applies_to=_ALL,
        clauses=(LIYANG_2020.ref("4.2.2"),),
        all_of=(code,),
        breach_kind=kind,
        mandatory=True,
    )


DUE_GROUNDS = (
    _breach("L.1", BreachKind.NON_PERFORMANCE, "F8"),
    _breach("L.2", BreachKind.IMPROPER, "F9"),
    _breach("L.3", BreachKind.UNLAWFUL, "F10"),
    Ground(
        id="R.1",
        verdict=AssessmentVerdict.REFER,
        applies_to=_ALL,
        clauses=(LIYANG_2020.ref("4.2.3"),),
        all_of=("F11",),
        mandatory=True,
    ),
)


def check_due(grounds: GroundSet, where: str) -> None:
    """Check that grounds which free by 四（二） stand beside what it holds against somebody (核对必备依据).

    A ground frees by it where it cites it, and where it asks for a fact that is a phrase of it.

    Args:
        grounds: those by which a case is assessed.
        where: how the error names them.

    Raises:
        LawError: one of 4.2.2 and 4.2.3 is missing or changed.

    """
    given, city = grounds.grounds, {one.code for one in grounds.kinds if one.clause.document == LIYANG_2020.number}
    freeing = [one for one in given if one.verdict.frees]
    if not any(_cites_city(one) or city.intersection(one.codes) for one in freeing):
        return
    for due in DUE_GROUNDS:
        if due not in given:
            zh, en = "引用本办法免责的，须原样载有其失职、移送依据", "goes with what frees, as the text has it"
            shown = next((repr(one) for one in given if one.id == due.id), "—")
            raise LawError(field=f"{where} {due.id}", rule_zh=zh, rule=en, value=shown, clause=_CLAUSE)


def _cites_city(ground: Ground) -> bool:
    return any(one.document == LIYANG_2020.number for one in ground.clauses)
