"""What a manifest fixes for one frame: ratios, caps and the quotas that follow: SSJ-1 §3, §4.1 (名额)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.values import FrozenMap, check_count, check_field, check_name, freeze, ratio, ratio_text

__all__ = ["DESIGNS", "ROUNDINGS", "FrameTerms", "by_chance", "largest_quotas", "quota", "room"]

DESIGNS = ("stratified", "pareto")
ROUNDINGS = ("floor", "ceil", "chance")


@attrs.frozen(kw_only=True)
class FrameTerms:
    """The terms on which one frame is drawn, as the manifest fixes them (抽样框条款).

    Attributes:
        name: F, a name of SSJ-1.
        rows: number of rows of the frame.
        digest: hash of ``frame.F.tsv``.
        ratios: exact ratio asked for, by stratum.
        quotas: the whole number that follows, by stratum, the same strata; with ``chance`` the part known before the
            seed.
        rounding: ``floor``, ``ceil`` or ``chance``.
        design: ``stratified`` or ``pareto``.
        caps: exact cap by stratum, where there is one.
        cap: exact cap of the whole frame, None where there is none.
        used: objects already drawn this plan year by other tasks of the item; only with ``cap``.
        batches: number of batches, where the draw orders batches.
        excluded_rows: number of objects of the pool left out of the frame.
        excluded_digest: hash of ``excluded.F.tsv``.
        merkle: RFC 9162 root over the lines of the frame, where there is one.

    """

    name: str
    rows: int
    digest: str
    ratios: Mapping[str, Fraction] = attrs.field(converter=freeze)
    quotas: Mapping[str, int] = attrs.field(converter=freeze)
    excluded_rows: int
    excluded_digest: str
    rounding: str = "floor"
    design: str = "stratified"
    caps: Mapping[str, Fraction] = attrs.field(factory=FrozenMap[str, Fraction], converter=freeze)
    cap: Fraction | None = None
    used: int | None = None
    batches: int | None = None
    merkle: str | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.name, "FrameTerms.name")
        for field in ("rows", "excluded_rows"):
            check_count(getattr(self, field), f"FrameTerms.{field}")
        for field in ("digest", "excluded_digest"):
            _check_digest(getattr(self, field), f"FrameTerms.{field}")
        _check_word(self.rounding, ROUNDINGS, f"frame.{self.name}.rounding")
        _check_word(self.design, DESIGNS, f"frame.{self.name}.design")
        self._check_strata()
        if self.used is not None:
            check_count(self.used, f"used.{self.name}")
        if self.batches is not None:
            check_count(self.batches, f"batches.{self.name}", at_least=1)
        if self.merkle is not None:
            _check_digest(self.merkle, f"frame.{self.name}.merkle")
        if self.used is not None and self.cap is None:
            zh, en = "须与 cap 同时给出", "goes with a cap of the frame"
            raise InvalidValueError(field=f"used.{self.name}", rule_zh=zh, rule=en, value=self.used)

    def _check_strata(self) -> None:
        for stratum, exact in (*self.ratios.items(), *self.caps.items()):
            check_field(stratum, f"ratio.{self.name}")
            ratio(exact, f"ratio.{self.name}.{stratum}")
        for stratum, number in self.quotas.items():
            check_count(number, f"quota.{self.name}.{stratum}")
        if self.cap is not None:
            ratio(self.cap, f"cap.{self.name}")
        if set(self.quotas) != set(self.ratios) or not set(self.caps) <= set(self.ratios):
            zh, en = "ratio、quota、cap 的层应一致", "ratios, quotas and caps must name the same strata"
            raise InvalidValueError(field=f"frame.{self.name}", rule_zh=zh, rule=en, value=sorted(self.quotas))

    def entries(self) -> dict[str, str]:
        """Return the manifest's entries for this frame."""
        frame, excluded = f"frame.{self.name}", f"excluded.{self.name}"
        entries = {
            f"{frame}.rows": str(self.rows),
            f"{frame}.hash": self.digest,
            f"{frame}.design": self.design,
            f"{frame}.rounding": self.rounding,
            f"{excluded}.rows": str(self.excluded_rows),
            f"{excluded}.hash": self.excluded_digest,
        }
        entries |= {f"ratio.{self.name}.{stratum}": ratio_text(exact) for stratum, exact in self.ratios.items()}
        entries |= {f"quota.{self.name}.{stratum}": str(number) for stratum, number in self.quotas.items()}
        entries |= {f"cap.{self.name}.{stratum}": ratio_text(exact) for stratum, exact in self.caps.items()}
        optional = {
            f"cap.{self.name}": None if self.cap is None else ratio_text(self.cap),
            f"used.{self.name}": self.used,
            f"batches.{self.name}": self.batches,
            f"{frame}.merkle": self.merkle,
        }
        return entries | {key: str(value) for key, value in optional.items() if value is not None}


def quota(rows: int, asked: Fraction, rounding: str = "floor", cap: Fraction | None = None) -> int:
    """Return how many of ``rows`` are to be drawn: SSJ-1 §4.1 (名额).

    Args:
        rows: N, objects in the stratum.
        asked: p/q, exact.
        rounding: ``floor`` ⌊pN/q⌋, ``ceil`` ⌈pN/q⌉, or ``chance``: ⌊pN/q⌋, to which the seed may add one.
        cap: exact cap of the stratum; the quota is at most ⌊cap·N⌋.

    Raises:
        InvalidValueError: rows that are no count, a ratio or a cap outside 0..1, a rounding of another name.

    """
    share = ratio(asked, "ratio") * check_count(rows, "rows")
    _check_word(rounding, ROUNDINGS, "rounding")
    base = -(-share.numerator // share.denominator) if rounding == "ceil" else share.numerator // share.denominator
    return base if cap is None else min(base, room(rows, cap))


def by_chance(rows: int, asked: Fraction, scalar: Fraction, cap: Fraction | None = None) -> int:
    """Return the quota that the seed fixes where rounding is by chance: SSJ-1 §4.1 (随机进位).

    Its expected value is exactly pN/q, where no cap is in the way.

    Args:
        rows: N, objects in the stratum.
        asked: p/q, exact.
        scalar: u, from 0 up to but not 1: one is added iff u < pN/q − ⌊pN/q⌋.
        cap: exact cap of the stratum.

    """
    share = ratio(asked, "ratio") * check_count(rows, "rows")
    return quota(rows, asked, "ceil" if scalar < share - share.numerator // share.denominator else "floor", cap)


def largest_quotas(terms: FrameTerms, counts: Mapping[str, int]) -> dict[str, int]:
    """Return the most that a commitment may come to draw, by stratum: limits must hold for it (最大名额).

    Rounding by chance may add one to a quota once the seed is known.
    """
    rounding = "ceil" if terms.rounding == "chance" else terms.rounding
    return {
        stratum: quota(counts.get(stratum, 0), exact, rounding, terms.caps.get(stratum))
        for stratum, exact in terms.ratios.items()
    }


def room(rows: int, cap: Fraction) -> int:
    """Return ⌊cap·rows⌋, the most that may be drawn of ``rows`` under a cap."""
    return ratio(cap, "cap").numerator * rows // cap.denominator


def _check_word(word: str, known: tuple[str, ...], field: str) -> None:
    if word not in known:
        raise InvalidValueError(
            field=field, rule_zh=f"应为 {'、'.join(known)} 之一", rule=f"must be one of {', '.join(known)}", value=word
        )


def _check_digest(text: str, field: str) -> None:
    if not is_digest(text):
        raise InvalidValueError(
            field=field, rule_zh="应为 64 位小写十六进制", rule="must be 64 lower-case hex digits", value=text
        )
