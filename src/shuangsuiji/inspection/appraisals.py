"""How the office appraises a department: order, timeliness, completeness; 4.1.7 «视情…进行考核» (考核).

Numbers of inspections and of fines earn nothing here, and there is no way to enter them: where they count, they are
made, and firms pay for it. ``CN_2025_DUTIES`` holds, not verified, that the order of 2024 forbids such an appraisal
(``inspection.no_targets``); it is left out here for the reason above, whatever that order says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.indicators import FORMULAS, share_text
from shuangsuiji.inspection.scorecards import DepartmentScore
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import Term
from shuangsuiji.values import ClauseRef, FrozenMap, check_kind, check_name, freeze

__all__ = ["ASPECTS", "Appraisal", "AppraisalAspect", "appraise"]


class AppraisalAspect(Term):
    """What an appraisal looks at (考核方面)."""

    ORDER = "规范"
    TIMELINESS = "及时"
    COMPLETENESS = "完整"


# The indicators that each aspect is made of; every one is a share by a published formula.
ASPECTS: Mapping[AppraisalAspect, tuple[str, ...]] = FrozenMap(
    {
        AppraisalAspect.ORDER: ("by_lot", "draws"),
        AppraisalAspect.TIMELINESS: ("timeliness", "response"),
        AppraisalAspect.COMPLETENESS: ("progress", "completion", "closure"),
    }
)


@attrs.frozen(kw_only=True)
class Appraisal:
    """How one department is appraised, aspect by aspect: 4.1.7 (考核结果).

    Attributes:
        department: the department.
        shares: by aspect, the smallest share of its indicators, since a strong one does not make up for a weak one;
            None where none of them is known.
        weakest: by aspect, the code of that indicator, the first in ``ASPECTS`` of several that are equal; empty where
            none is known.

    Raises:
        InvalidValueError: a field of the wrong form, another set of aspects, a share outside 0 to 1, or an indicator of
            another aspect.

    """

    department: str
    shares: Mapping[AppraisalAspect, Fraction | None] = attrs.field(converter=freeze)
    weakest: Mapping[AppraisalAspect, str] = attrs.field(converter=freeze)

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "Appraisal.department")
        for field in ("shares", "weakest"):
            if set(getattr(self, field)) != set(ASPECTS):
                zh, en = "须为全部考核方面", "are of every aspect"
                self._wrong(field, zh, en, "、".join(map(str, getattr(self, field))))
        for aspect, share in self.shares.items():
            if share is not None:
                check_kind(share, Fraction, f"{self.department}.shares")
                if not 0 <= share <= 1:
                    self._wrong("shares", "须在 0 至 1 之间", "lies from 0 to 1", share)
            codes = ("",) if share is None else ASPECTS[aspect]
            if self.weakest[aspect] not in codes:
                zh, en = f"须为{aspect}方面的指标", f"is an indicator of {aspect.name}"
                self._wrong("weakest", zh, en, self.weakest[aspect])

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.department}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    @property
    def clause(self) -> ClauseRef:
        """The clause behind it."""
        return LIYANG_2020.ref("4.1.7")

    def __repr__(self) -> str:
        shown = "，".join(f"{aspect} {share_text(share)}{self._why(aspect)}" for aspect, share in self.shares.items())
        return f"<考核 {self.department}：{shown}>"

    def _why(self, aspect: AppraisalAspect) -> str:
        code = self.weakest[aspect]
        return f"（{FORMULAS[code].zh}）" if code else ""


def appraise(scores: Iterable[DepartmentScore]) -> tuple[Appraisal, ...]:
    """Return the appraisal of every department, in the order given: 4.1.7 (考核).

    It adds nothing up and ranks nobody; what is not known does not count against anybody. What may still be done in
    time is not done yet for ``progress`` and ``completion``: where that matters, appraise by a period at whose end the
    terms of its visits are over.

    Args:
        scores: from ``score``.

    """
    return tuple(_appraised(one) for one in scores)


def _appraised(one: DepartmentScore) -> Appraisal:
    shares: dict[AppraisalAspect, Fraction | None] = {}
    weakest: dict[AppraisalAspect, str] = {}
    for aspect, codes in ASPECTS.items():
        known = [(share, code) for code in codes if (share := one.indicator(code).share) is not None]
        shares[aspect], weakest[aspect] = min(known, key=lambda pair: pair[0], default=(None, ""))
    return Appraisal(department=one.department, shares=FrozenMap(shares), weakest=FrozenMap(weakest))
