"""A synthetic city: valid synthetic codes, invented names, and the faults of real lists (合成城市)."""

from __future__ import annotations

import csv
import io
from datetime import date
from random import Random

from shuangsuiji.planning import (
    AnnualPlan,
    ExpertRule,
    Filter,
    JointPlan,
    Operator,
    SamplingDesign,
    Task,
    TeamRule,
)
from shuangsuiji.registry import InspectionItem, ItemList, LegalBasis
from shuangsuiji.terms import BasisRank, CapScope, InspectionMethod, ItemKind, ItemListKind, KeyGround, TeamForm
from shuangsuiji.values import organisation_check_character, uscc_check_character

__all__ = ["AUTHORITY", "HEALTH", "TOWNS", "annual_plan", "dirty_list", "item_list", "synthetic_code"]

AUTHORITY = "320481-SCJG"
HEALTH = "320481-WJW"
TOWNS = ("溧城", "埭头", "上黄", "戴埠", "天目湖", "别桥", "上兴", "竹箦", "南渡", "社渚")
_REGION = "320481"
_SERIES = "ABCDEFGHJKLMNPQRTUWXY"
_TRADES = ("食品", "服饰", "五金", "建材", "塑料", "茶业", "电气", "餐饮", "农资", "物流")
_GRADES = ("A", "A", "A", "B", "B", "C", "D")
_HEADER = ("企业名称", "统一社会信用代码", "企业类型", "所属乡镇", "风险等级", "备注说明")
_FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def synthetic_code(number: int, prefix: str = "91", region: str = _REGION) -> str:
    """Return a unified code with both check characters right, from a number below 2·10⁷ (合成代码)."""
    organisation = f"M{_SERIES[number // 10**6]}{number % 10**6:06d}"
    organisation += organisation_check_character(organisation)
    code = f"{prefix}{region}{organisation}"
    return code + uscc_check_character(code)


def dirty_list(enterprises: int = 2_000, seed: int = 2020) -> bytes:
    """Return a list as agencies have them: GB18030, repaired and repeated codes, gaps, a total (合成名单).

    Args:
        enterprises: how many objects there are before the faults.
        seed: the same seed makes the same list.

    """
    random = Random(seed)  # noqa: S311 - a test city needs no secrets
    rows = [_row(random, number) for number in range(enterprises)]
    for number in range(0, enterprises, 97):
        rows[number][1] = _soiled(random, rows[number][1])
    repeated = [list(rows[number]) for number in range(5, enterprises, 211)]
    contradicting = [[*row[:4], "D" if row[4] != "D" else "A", "复核"] for row in rows[9:enterprises:401]]
    broken = [_broken(random, number) for number in range(max(1, enterprises // 200))]
    body = [*rows, *repeated, *contradicting, *broken]
    random.shuffle(body)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([["溧阳市检查对象名单（合成）", "", "", "", "", ""], _HEADER, *body])
    writer.writerows([[""] * 6, ["合计", str(len(body)), *[""] * 4], ["填表人：（合成）", *[""] * 5]])
    return text.getvalue().encode("gb18030")


def _row(random: Random, number: int) -> list[str]:
    individual = random.random() < 0.3  # noqa: PLR2004 - about a third
    town, trade = random.choice(TOWNS), random.choice(_TRADES)
    kind = "个体工商户" if individual else random.choice(("有限责任公司", "个人独资企业", "N/A"))
    name = f"{town}{trade}合成第{number}号{'经营部' if individual else '有限公司'}"
    code = synthetic_code(number, "92" if individual else "91")
    return [name, code, kind, town, random.choice(_GRADES), ""]


def _soiled(random: Random, code: str) -> str:
    return random.choice((code.lower(), code.translate(_FULL_WIDTH), f"{code[:8]} {code[8:]}", f"{code}\u3000"))


def _broken(random: Random, number: int) -> list[str]:
    code = random.choice(("9.1320481E+17", "91320481MA0000", "91320481MAO00001OI", "", "N/A"))
    return [f"缺码合成第{number}号有限公司", code, "有限责任公司", random.choice(TOWNS), "B", ""]


def item_list(on: date = date(2026, 1, 1)) -> ItemList:
    """Return a list of three items, two GENERAL and one KEY (合成清单)."""
    return ItemList(
        id="SCJG-2026",
        kind=ItemListKind.DEPARTMENT,
        owner=AUTHORITY,
        effective_on=on,
        items=tuple(_item(on, *row) for row in _ITEMS),
    )


_ITEMS = (
    ("labels", "食品标签检查", ItemKind.GENERAL, "1/10", None, "预包装食品标签"),
    ("annual-report", "公示信息检查", ItemKind.GENERAL, "3%", None, "年报与即时信息"),
    ("boilers", "特种设备使用检查", ItemKind.KEY, None, KeyGround.SAFETY, "登记、定检、持证"),
)


def _item(  # noqa: PLR0913, PLR0917 - one row of the table above
    on: date, code: str, name: str, kind: ItemKind, cap: str | None, ground: KeyGround | None, content: str
) -> InspectionItem:
    return InspectionItem(
        code=code,
        name=name,
        kind=kind,
        ratio_cap=cap,
        key_ground=ground,
        legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE, article="第一条"),),
        implementing_body=AUTHORITY,
        content=content,
        methods=(InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT),
        effective_on=on,
        superior_item="（合成）上级清单 2025 年版",
    )


def annual_plan(year: int = 2026) -> AnnualPlan:
    """Return a plan of three tasks: by risk grade, one visit for two items, two departments together (合成计划)."""
    by_risk = {"A": "1%", "B": "3%", "C": "5%", "D": "10%", "*": "3%"}
    return AnnualPlan(
        id=str(year),
        authority=AUTHORITY,
        year=year,
        tasks=(
            Task(
                id=f"{year}-01",
                name="食品标签抽查",
                designs=(SamplingDesign(item_code="labels", ratios=by_risk),),
                strata=("风险等级",),
            ),
            Task(
                id=f"{year}-02",
                name="进一次门查两项事",
                designs=(
                    SamplingDesign(item_code="annual-report", ratios="3%"),
                    SamplingDesign(item_code="boilers", ratios="20%", rounding="ceil"),
                ),
                strata=("kind",),
            ),
            _joint_task(year),
        ),
        joint_plans=(JointPlan(id=f"{year}-LH-01", initiator=AUTHORITY, participants=(HEALTH,)),),
    )


def _joint_task(year: int) -> Task:
    """Return a task by towns, each of which gets an object however small it is, with teams of two departments."""
    risky = Filter(field="风险等级", operator=Operator.IN, values=("C", "D"))
    return Task(
        id=f"{year}-03",
        name="食品标签与特种设备联合抽查",
        designs=(
            SamplingDesign(item_code="labels", ratios="2%", rounding="ceil", cap_scope=CapScope.ITEM),
            SamplingDesign(item_code="boilers", ratios="5%", rounding="ceil", filters=(risky,)),
        ),
        strata=("region",),
        joint_plan=f"{year}-LH-01",
        teams=(
            TeamRule(item_code="labels", department=AUTHORITY, tags=("食品安全监管",)),
            TeamRule(item_code="labels", department=HEALTH, tags=("卫生监督",)),
            TeamRule(item_code="boilers", department=AUTHORITY, form=TeamForm.LEAD, tags=("特种设备安全监察", "电梯")),
        ),
        experts=(ExpertRule(item_code="boilers", seats=(("电梯检验",),)),),
    )
