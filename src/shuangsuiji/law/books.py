"""The rule books that the library brings along: Liyang's, and the terms of two national orders (本库规则册).

The national book is not the parent of Liyang's: its terms start at events of their own (``TRIGGERS``) and stand beside
``result.publication``, which the measures of Liyang count from the completion of the task.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from shuangsuiji.law.disclosure2021 import DISCLOSURE_2021
from shuangsuiji.law.disclosure2021 import EFFECTIVE_ON as DISCLOSURE_EFFECTIVE_ON
from shuangsuiji.law.documents import Document
from shuangsuiji.law.food2021 import EFFECTIVE_ON as FOOD_EFFECTIVE_ON
from shuangsuiji.law.food2021 import FOOD_2021
from shuangsuiji.law.liyang2020 import LIYANG_2020
from shuangsuiji.law.penalty2021 import EFFECTIVE_ON, PENALTY_2021
from shuangsuiji.law.rulebook import Rule, RuleBook, Stricter
from shuangsuiji.terms import Level
from shuangsuiji.values import FrozenMap, TimeLimit, TimeUnit

__all__ = [
    "CERTIFICATE_NOTICE",
    "COVERAGE_YEARS",
    "INSPECTOR_TRAINING",
    "JOINT_TEAM_MINIMUM",
    "KEY_COUNT",
    "KEY_SHARE",
    "LIYANG_RULES",
    "LOT_SIZE",
    "NATIONAL_RULES",
    "PENALTY_FORWARDING",
    "PENALTY_PUBLICATION",
    "PENALTY_PUBLICATION_FORWARDED",
    "PENALTY_WITHDRAWAL",
    "PLAN_BALANCE",
    "PLAN_DUE",
    "PLAN_ENTRY",
    "PLATFORM_DUTY",
    "POOL_MAINTENANCE",
    "RESULT_PUBLICATION",
    "RESULT_PUBLICATION_FOOD",
    "TEAM_MINIMUM",
    "TRIGGERS",
]

CERTIFICATE_NOTICE = "inspectors.certificate_notice"
COVERAGE_YEARS = "plan.coverage_years"
INSPECTOR_TRAINING = "inspectors.training"
JOINT_TEAM_MINIMUM = "inspection.joint_team_minimum"
KEY_SHARE = "items.key_share"
KEY_COUNT = "items.key_count"
LOT_SIZE = "matching.lot"
PENALTY_FORWARDING = "penalty.forwarding"
PENALTY_PUBLICATION = "penalty.publication"
PENALTY_PUBLICATION_FORWARDED = "penalty.publication.forwarded"
PENALTY_WITHDRAWAL = "penalty.withdrawal"
PLAN_BALANCE = "plan.balance"
PLAN_DUE = "plan.due"
PLAN_ENTRY = "plan.entry"
PLATFORM_DUTY = "platform.duty"
POOL_MAINTENANCE = "pool.maintenance"
RESULT_PUBLICATION = "result.publication"
RESULT_PUBLICATION_FOOD = "result.publication.food"
TEAM_MINIMUM = "inspection.team_minimum"

# The event on whose day a term starts, in the words of its clause. That day itself is not counted.
TRIGGERS: Mapping[str, str] = FrozenMap(
    {
        PENALTY_FORWARDING: "作出行政处罚决定",
        PENALTY_PUBLICATION: "作出行政处罚决定",
        PENALTY_PUBLICATION_FORWARDED: "收到行政处罚信息",
        PLAN_ENTRY: "计划制定",
        PENALTY_WITHDRAWAL: "行政处罚决定被依法变更、撤销、确认违法或者确认无效",
        RESULT_PUBLICATION: "抽查任务完成",
        RESULT_PUBLICATION_FOOD: "检查结果信息形成",
    }
)


def _by_default(
    name: str, value: Fraction | int | TimeLimit, clause_id: str, stricter: Stricter = Stricter.SMALLER
) -> Rule:
    """Return a rule that a clause of Liyang asks for without giving its number."""
    return Rule(
        name=name,
        value=value,
        stricter=stricter,
        clause=LIYANG_2020.ref(clause_id),
        stated=False,
        effective_on=LIYANG_2020.issued_on,
    )


LIYANG_RULES = RuleBook(
    id="liyang-2020",
    title="溧阳市市场监管领域部门联合“双随机、一公开”监管实施办法",
    level=Level.COUNTY,
    rules=(
        Rule(
            name=RESULT_PUBLICATION,
            value=TimeLimit(number=20, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.2")),
            stricter=Stricter.SMALLER,
            clause=LIYANG_2020.ref("3.3.2"),
            stated=True,
            effective_on=LIYANG_2020.issued_on,
        ),
        # 2.2.13 asks for strict control of the number of KEY items and gives no figure. A province's list of 2020 had
        # one in ten; twice that is where this library begins to warn. A city that has decided states its own.
        Rule(
            name=KEY_SHARE,
            value=Fraction(1, 5),
            stricter=Stricter.SMALLER,
            clause=LIYANG_2020.ref("2.2.13"),
            stated=False,
            effective_on=LIYANG_2020.issued_on,
        ),
        # 2.3.2 asks for regular maintenance and gives no interval.
        Rule(
            name=POOL_MAINTENANCE,
            value=TimeLimit(number=6, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("2.3.2")),
            stricter=Stricter.SMALLER,
            clause=LIYANG_2020.ref("2.3.2"),
            stated=False,
            effective_on=LIYANG_2020.issued_on,
        ),
        # How long before its end a certificate is warned of, so that it can be renewed before a task is planned.
        Rule(
            name=CERTIFICATE_NOTICE,
            value=TimeLimit(number=3, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("2.3.2")),
            stricter=Stricter.LARGER,
            clause=LIYANG_2020.ref("2.3.2"),
            stated=False,
            effective_on=LIYANG_2020.issued_on,
        ),
        # 4.3.3 asks for more training in enforcement and gives no interval.
        Rule(
            name=INSPECTOR_TRAINING,
            value=TimeLimit(number=1, unit=TimeUnit.YEAR, clause=LIYANG_2020.ref("4.3.3")),
            stricter=Stricter.SMALLER,
            clause=LIYANG_2020.ref("4.3.3"),
            stated=False,
            effective_on=LIYANG_2020.issued_on,
        ),
        # 2.3.10 speaks of the number of inspectors required and gives none. That of the law of the day, which already
        # said two (行政处罚法, 2017年修正, 第三十七条), is the default until the revised law came into force.
        Rule(
            name=TEAM_MINIMUM,
            value=2,
            stricter=Stricter.LARGER,
            clause=LIYANG_2020.ref("2.3.10"),
            stated=False,
            effective_on=LIYANG_2020.issued_on,
            expires_on=EFFECTIVE_ON - timedelta(days=1),
        ),
        Rule(
            name=TEAM_MINIMUM,
            value=2,
            stricter=Stricter.LARGER,
            clause=PENALTY_2021.ref("42"),
            stated=True,
            effective_on=EFFECTIVE_ON,
        ),
        # 3.2.2 asks for a random matching and says nothing of how: a lot always holds so many officers at least, where
        # there are so many, that nobody knows beforehand whom it takes (matching.md).
        Rule(
            name=LOT_SIZE,
            value=3,
            stricter=Stricter.LARGER,
            clause=LIYANG_2020.ref("3.2.2"),
            stated=False,
            effective_on=LIYANG_2020.issued_on,
        ),
        # 2.1.1 dates the duty to work on the provincial platform: each task has one number there.
        Rule(
            name=PLATFORM_DUTY,
            value=1,
            stricter=Stricter.LARGER,
            clause=LIYANG_2020.ref("2.1.1"),
            stated=True,
            effective_on=date(2020, 1, 1),
        ),
        # 3.1.4 says 每年年初 and gives no day. Published practice lies between the end of January and that of March;
        # the stricter of the two stands here, counted from the last day of the year before.
        _by_default(PLAN_DUE, TimeLimit(number=1, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("3.1.4")), "3.1.4"),
        # 3.1.4 says 及时 of the entry on the platform; the term of 3.3.2 for results is borrowed.
        _by_default(
            PLAN_ENTRY, TimeLimit(number=20, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.1.4")), "3.1.4"
        ),
        # 3.1.5 asks for balance and gives no measure: no region or trade has less than half of the share of the whole.
        _by_default(PLAN_BALANCE, Fraction(1, 2), "3.1.5", Stricter.LARGER),
        # 3.1.5 asks for full coverage and gives no period in which it is to be reached.
        _by_default(COVERAGE_YEARS, 5, "3.1.5"),
    ),
)


def _working_days(name: str, number: int, document: Document, clause_id: str, effective_on: date) -> Rule:
    """Return a term in working days that its clause states."""
    clause = document.ref(clause_id)
    return Rule(
        name=name,
        value=TimeLimit(number=number, unit=TimeUnit.WORKING_DAY, clause=clause),
        stricter=Stricter.SMALLER,
        clause=clause,
        stated=True,
        effective_on=effective_on,
    )


NATIONAL_RULES = RuleBook(
    id="national-2022",
    title="国家市场监督管理总局令第45号、第49号中的公示期限",
    level=Level.NATION,
    rules=(
        _working_days(RESULT_PUBLICATION_FOOD, 20, FOOD_2021, "39", FOOD_EFFECTIVE_ON),
        # The authority that decides and the party are of one province; where they are not, the decision is handed over
        # within ten working days, and the other province publishes within ten from its receipt.
        _working_days(PENALTY_PUBLICATION, 20, DISCLOSURE_2021, "9", DISCLOSURE_EFFECTIVE_ON),
        _working_days(PENALTY_FORWARDING, 10, DISCLOSURE_2021, "10", DISCLOSURE_EFFECTIVE_ON),
        _working_days(PENALTY_PUBLICATION_FORWARDED, 10, DISCLOSURE_2021, "10", DISCLOSURE_EFFECTIVE_ON),
        # Article 11 does not say from when its three days run; the event that it names is the reading taken here.
        _working_days(PENALTY_WITHDRAWAL, 3, DISCLOSURE_2021, "11", DISCLOSURE_EFFECTIVE_ON),
    ),
)
