"""The indicators of a scorecard, each a share of two numbers by a formula that is published: 4.3.1 (指标).

None of them is a number of inspections or of fines, and none ranks departments: more inspections are no better, and a
table that says they are makes departments inspect for the table. Each is what it is: so many of so many. A share of
nothing is not known, and shown so.

抽查检查 are the visits that answer a draw; one that follows a lead is none (3.4.1), and counts only where all
inspections do: for the share of officers who went, and for what has been reached in years.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import ClauseRef, FrozenMap, check_count, check_field

__all__ = ["FORMULAS", "Formula", "Indicator", "share_text"]

_THOUSAND = 1000


def share_text(share: Fraction | None) -> str:
    """Return a share in per cent with one decimal, ``—`` where it is not known (占比文本).

    Only what is whole is shown as 100.0%, and only what is nothing as 0.0%: 1999 of 2000 is 99.9%.
    """
    if share is None:
        return "—"
    tenths = round(share * _THOUSAND)
    if share not in (0, 1):
        tenths = min(max(tenths, 1), _THOUSAND - 1)
    return f"{tenths // 10}.{tenths % 10}%"


@attrs.frozen(kw_only=True)
class Formula:
    """How an indicator is worked out: which of which (指标公式).

    Attributes:
        code: a stable name.
        zh: the indicator in Chinese.
        en: the indicator in English.
        part_zh: what is counted.
        whole_zh: of what.
        clause: the clause behind it.

    """

    code: str
    zh: str
    en: str
    part_zh: str
    whole_zh: str
    clause: ClauseRef

    def __str__(self) -> str:
        return f"{self.zh} = {self.part_zh} ÷ {self.whole_zh}"


@attrs.frozen(kw_only=True)
class Indicator:
    """One indicator of one department: so many of so many (指标值).

    Attributes:
        code: the formula.
        part: how many.
        whole: of how many; 0 where there is nothing to take a share of.

    Raises:
        UnknownNameError: no formula of that name.
        InvalidValueError: numbers that are no counts, or more than there are.

    """

    code: str
    part: int
    whole: int

    def __attrs_post_init__(self) -> None:
        check_field(self.code, "Indicator.code")
        if self.code not in FORMULAS:
            raise UnknownNameError(field="Indicator.code", value=self.code, known="、".join(FORMULAS))
        check_count(self.part, f"{self.code}.part")
        check_count(self.whole, f"{self.code}.whole")
        if self.part > self.whole:
            zh, en = f"不得大于 {self.whole}", f"must not be more than {self.whole}"
            raise InvalidValueError(field=f"{self.code}.part", rule_zh=zh, rule=en, value=self.part)

    @property
    def formula(self) -> Formula:
        """Its formula."""
        return FORMULAS[self.code]

    @property
    def share(self) -> Fraction | None:
        """The share, exact; None where there is nothing to take a share of."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def shown(self) -> str:
        """Its share with the two numbers, such as ``75.0%（3/4）``; ``—`` where there is nothing to take a share of."""
        return f"{share_text(self.share)}（{self.part}/{self.whole}）" if self.whole else "—"

    def __str__(self) -> str:
        return f"{self.formula.zh} {self.shown}"


def _formula(code: str, zh: str, en: str, part_zh: str, whole_zh: str, clause: str) -> tuple[str, Formula]:
    found = Formula(code=code, zh=zh, en=en, part_zh=part_zh, whole_zh=whole_zh, clause=LIYANG_2020.ref(clause))
    return code, found


FORMULAS: Mapping[str, Formula] = FrozenMap(
    (
        _formula("coverage", "覆盖率", "coverage", "期内经抽查检查的对象数", "名录库对象数", "4.3.1"),
        _formula("progress", "推进程度", "progress", "已检查或互认的对象数", "年初至期末抽中应查的对象数", "4.3.1"),
        _formula("draws", "抽取完成率", "draws held", "已抽取次数", "年初至期末计划抽取次数", "1.1"),
        _formula("completion", "公示完成率", "results public", "已在两个渠道公示的结果数", "期内应公示结果数", "3.3.4"),
        _formula("timeliness", "按期率", "in time", "按期办理的结果数", "期限在期内届满的结果数", "3.3.2"),
        _formula(
            "closure", "后续办结率", "follow-ups closed", "期内办结后续监管数", "期内办结及期末超期未办结数", "3.3.6"
        ),
        _formula(
            "response", "线索及时率", "leads in time", "按期检查、处置的线索数", "期限在期内届满的线索数", "3.4.1"
        ),
        _formula("joint", "联合检查占比", "joint visits", "多个部门参加的检查数", "抽查检查数", "3.2.7"),
        _formula("merged", "合并检查占比", "merged visits", "一次查多项的检查数", "抽查检查数", "4.1.4a"),
        _formula("by_lot", "随机派员占比", "teams by lot", "人员由匹配产生的检查数", "抽查检查数", "3.2.2"),
        _formula("new_pairs", "搭档不重复率", "pairs not repeated", "不同的人员组合数", "人员组合次数", "4.1.5"),
        _formula(
            "participation", "人员参与率", "officers who went", "参加检查的人员数", "在岗或参加检查的人员数", "4.1.5"
        ),
        _formula("reached", "多年覆盖率", "reached in years", "历年至期末被检查过的对象数", "名录库对象数", "3.1.5"),
    )
)
