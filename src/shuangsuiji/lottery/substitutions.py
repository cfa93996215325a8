"""Substitutions after a matching: somebody cannot go, a lot finds who goes instead; matching.md §3 (替换检查人员)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.forms import lines_digest, table_bytes
from shuangsuiji.lottery.officers import count_in
from shuangsuiji.values import check_count, check_field

__all__ = [
    "COLUMNS",
    "NOBODY",
    "SUBSTITUTIONS",
    "Substitution",
    "bound_by",
    "substitution_of",
    "substitutions_bytes",
]

SUBSTITUTIONS = "substitutions.tsv"
COLUMNS = 8
NOBODY = "-"


@attrs.frozen(kw_only=True)
class Substitution:
    """One line of ``substitutions.tsv`` (替换检查人员).

    Attributes:
        number: N, running over the bundle from 1.
        k: the round after whose matching, and before the next one's, it was made.
        object: id of the object.
        department: whose seat it is.
        seat: number of the seat.
        old: who cannot go.
        new: who goes instead, by lot; None where nobody could, so that the seat waits for a round.
        reason: why, as it is published.

    """

    number: int
    k: int
    object: str
    department: str
    seat: int
    old: str
    new: str | None
    reason: str

    def __attrs_post_init__(self) -> None:
        check_count(self.number, "Substitution.number", at_least=1)
        check_count(self.k, "Substitution.k")
        check_count(self.seat, "Substitution.seat", at_least=1)
        for field in ("object", "department", "old", "reason"):
            check_field(getattr(self, field), f"Substitution.{field}")
        if self.new is not None:
            check_field(self.new, "Substitution.new")

    @property
    def unit(self) -> tuple[str, str]:
        """Object and department."""
        return self.object, self.department

    def __repr__(self) -> str:
        place = f"{self.object} {self.department} 第 {self.seat} 席"
        return f"<替换 {self.number} {place}：{self.old} → {self.new or '无人可替'}（{self.reason}）>"


def substitution_of(row: Sequence[str]) -> Substitution:
    """Return the substitution in a parsed line.

    Raises:
        InvalidValueError: a number of another form.

    """
    number, k, object_, department, seat, old, new, reason = row
    return Substitution(
        number=count_in(number, f"{SUBSTITUTIONS} N"),
        k=count_in(k, f"{SUBSTITUTIONS} k"),
        object=object_,
        department=department,
        seat=count_in(seat, f"{SUBSTITUTIONS} seat"),
        old=old,
        new=None if new == NOBODY else new,
        reason=reason,
    )


def bound_by(made: Iterable[Substitution], k: int, alg: Algorithm) -> tuple[int, str] | None:
    """Return rows and hash of the substitutions that the request of round k binds: those before it; None for none."""
    before = [one for one in made if one.k < k]
    return (len(before), lines_digest(alg, substitutions_bytes(before))) if before else None


def substitutions_bytes(made: Iterable[Substitution]) -> bytes:
    """Return the bytes of the table."""
    return table_bytes(
        (str(one.number), str(one.k), *one.unit, str(one.seat), one.old, one.new or NOBODY, one.reason) for one in made
    )
