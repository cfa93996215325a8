"""The grounds of 四（二）, as data: 4.2.1 to 4.2.13 (溧阳认定依据).

::

    Ex.1    F1 and F2 and F3 and not F4        EXEMPT             4.2.5 to 4.2.8, 4.2.10
    Ex.2n   F1 and F2 and F5    (barred by F4) EXEMPT             4.2.5, 4.2.6, 4.2.9, 4.2.10   narrow, the default
    Ex.2w   F5                  (barred by F4) EXEMPT             4.2.9, 4.2.10                 wide
    Ex.3    F0 and F6 and F7                   EXEMPT_MANDATORY   4.2.11 to 4.2.13              officers only
    L.1     F8                                 BREACH 未履行      4.2.2
    L.2     F9                                 BREACH 不当履行    4.2.2
    L.3     F10                                BREACH 违法履行    4.2.2
    R.1     F11                                REFER              4.2.3; the record is inspection.OfficialReferral
    C.1     F12                                COMMEND            4.2.1

What wins where several apply, and why: nothing is hidden by anything. REFER and BREACH stand beside an exemption, since
4.2.2 and 4.2.3 are sentences of their own and 4.2.4 asks for both lists to be read; where both hold, a person resolves
it. One thing takes an exemption away: what 4.2.10 frees does not stand against an established F4, on either limb, since
abuse is what 4.2.8 keeps out of its protection; it has to be refuted, so that nothing found later takes back what was
settled. An exemption that stands is not held up by a breach of which nothing is established.
"""

from __future__ import annotations

from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.due_grounds import DUE_GROUNDS
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.ground_sets import GroundSet
from shuangsuiji.accountability.grounds import AssessmentVerdict, Ground
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import Term
from shuangsuiji.values import ClauseRef, check_kind

__all__ = ["LIYANG_GROUNDS", "CausalReading", "grounds_under"]


class CausalReading(Term):
    """How 4.2.9 «或事后发现…» is read: the sentence has one 凡 and two limbs (因果关系读法)."""

    NARROW = "窄读（两项均以依单检查且未查出问题为前提）"
    WIDE = "宽读（无因果关系一项单独成立）"

    @property
    def key(self) -> str:
        """Its name in a set of grounds."""
        return f"causal.{self.name.lower()}"


_INSPECTING = (
    SubjectKind.OFFICER,
    SubjectKind.UNIT,
)  # 4.2.10 speaks of the inspection; who keeps the pool is not in it


def _refs(*ids: str) -> tuple[ClauseRef, ...]:
    return tuple(map(LIYANG_2020.ref, ids))


def _causal(id_: str, reading: CausalReading, all_of: tuple[str, ...], *clauses: str) -> Ground:
    return Ground(
        id=id_,
        verdict=AssessmentVerdict.EXEMPT,
        applies_to=_INSPECTING,
        clauses=_refs(*clauses),
        all_of=all_of,
        barred_by=("F4",),
        reading=reading.key,
    )


def _exemptions(not_drawn_frees: tuple[SubjectKind, ...]) -> tuple[Ground, ...]:
    return (
        Ground(
            id="Ex.1",
            verdict=AssessmentVerdict.EXEMPT,
            applies_to=_INSPECTING,
            clauses=_refs("4.2.5", "4.2.6", "4.2.7", "4.2.8", "4.2.10"),
            all_of=("F1", "F2", "F3"),
            none_of=("F4",),
        ),
        _causal("Ex.2n", CausalReading.NARROW, ("F1", "F2", "F5"), "4.2.5", "4.2.6", "4.2.9", "4.2.10"),
        _causal("Ex.2w", CausalReading.WIDE, ("F5",), "4.2.9", "4.2.10"),
        Ground(
            id="Ex.3",
            verdict=AssessmentVerdict.EXEMPT_MANDATORY,
            applies_to=not_drawn_frees,
            clauses=_refs("4.2.11", "4.2.12", "4.2.13"),
            all_of=("F0", "F6", "F7"),
            mandatory=True,
        ),
    )


_COMMENDED = Ground(
    id="C.1",
    verdict=AssessmentVerdict.COMMEND,
    applies_to=tuple(SubjectKind),  # 4.2.1 speaks of whoever has a duty
    clauses=_refs("4.2.1"),
    all_of=("F12",),
    mandatory=True,
)


def grounds_under(
    reading: CausalReading = CausalReading.NARROW,
    *,
    not_drawn_frees: tuple[SubjectKind, ...] = (SubjectKind.OFFICER,),
) -> GroundSet:
    """Return the grounds of 四（二） under a reading of 4.2.9 (溧阳认定依据表).

    Args:
        reading: of 4.2.9; NARROW is the stricter one. The other is kept in the set and shown beside.
        not_drawn_frees: whom 4.2.13 «执法人员应予免责» frees; the words name the officers, and neither the unit nor who
            keeps the pool.

    Raises:
        InvalidValueError: a reading or a kind of subject that is none.

    """
    check_kind(reading, CausalReading, "grounds_under.reading")
    return GroundSet(
        id="LIYANG-2020",
        title="溧阳实施办法四（二）",
        grounds=(*_exemptions(not_drawn_frees), *DUE_GROUNDS, _COMMENDED),
        kinds=tuple(FACT_KINDS.values()),
        readings=(reading.key,),
    )


LIYANG_GROUNDS = grounds_under()
