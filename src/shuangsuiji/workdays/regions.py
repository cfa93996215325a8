"""Days that local governments of minority regions set, as layers over the national calendar (地方放假).

《全国年节及纪念日放假办法》 article 4 leaves the customary holidays of minorities to them. Every notice is one layer,
with days off and days worked: Guangxi has 2017-04-01 off, which the national notice makes a working day, and works on
04-08 instead. A region has only the years whose notice was read (``region_years``); on any other day its calendar is
the national one, so that in a year that is missing a term may come out too short. Such a year is given as a layer of
one's own. ``document_no`` is empty where the copy that was read bears no number, and ``issued_on`` None where it bears
no day; the source of such a day says 文号未核.

Not here, and only ever an explicit overlay or a suspension with its source: typhoon orders, which hold for hours,
exempt many and do not say that legal terms stop; and the orders of single provinces of February 2020.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import FrozenMap
from shuangsuiji.workdays.layers import DayRule, Layer

__all__ = ["REGIONS", "region_layers", "region_years"]

_SANYUESAN, _EID, _QURBAN, _LOSAR = "壮族三月三", "开斋节", "古尔邦节", "藏历新年"


def _days(year: int, first: str, last: str) -> Iterator[date]:
    day, end = (date.fromisoformat(f"{year}-{one}") for one in (first, last))
    while day <= end:
        yield day
        day += timedelta(days=1)


def _notice(
    title: str,
    year: int,
    off: tuple[tuple[str, str, str], ...],
    work: tuple[tuple[str, str], ...] = (),
    *,
    document_no: str = "",
    issued_on: date | None = None,
) -> Layer:
    """Return the layer of a notice: off are (first, last, holiday), work are (day, holiday), days as MM-DD."""
    source = f"{title}（{document_no or '文号未核'}）"
    holidays = [(day, False, note) for first, last, note in off for day in _days(year, first, last)]
    worked = [(day, True, note) for one, note in work for day in _days(year, one, one)]
    return Layer(
        name=title,
        rules=tuple(
            DayRule(
                day=day,
                working=working,
                kind=DayKind.LOCAL_WORKDAY if working else DayKind.LOCAL_HOLIDAY,
                source=source,
                note=note,
            )
            for day, working, note in holidays + worked
        ),
        issued_on=issued_on,
        document_no=document_no,
    )


# A title in full is that of the notice; a short one stands where the copy that was read shows none.
REGIONS: Mapping[str, tuple[Layer, ...]] = FrozenMap(
    {
        "广西": (
            _notice("广西2014年“壮族三月三”放假安排", 2014, (("04-02", "04-03", _SANYUESAN),)),
            _notice(
                "广西壮族自治区人民政府办公厅关于2017年“壮族三月三”放假的通知",
                2017,
                (("03-30", "04-01", _SANYUESAN),),
                (("04-08", _SANYUESAN),),
                issued_on=date(2017, 2, 10),
            ),
            # 2023-04-23 is a make-up day of the national notice; it is off here and nothing is worked for it.
            _notice(
                "广西壮族自治区人民政府办公厅关于2023年“壮族三月三”放假的通知",
                2023,
                (("04-21", "04-23", _SANYUESAN),),
            ),
            _notice(
                "广西壮族自治区人民政府办公厅关于2024年“壮族三月三”放假的通知",
                2024,
                (("04-11", "04-12", _SANYUESAN),),
            ),
        ),
        "宁夏": (
            _notice("宁夏2016年部分节假日安排", 2016, (("09-11", "09-14", _QURBAN),), (("09-10", _QURBAN),)),
            _notice(
                "宁夏回族自治区人民政府办公厅关于2019年部分节假日安排的通知",
                2019,
                (("06-05", "06-06", _EID), ("08-12", "08-13", _QURBAN)),
                document_no="宁政办发〔2018〕137号",
            ),
            _notice(
                "宁夏回族自治区人民政府办公厅关于2020年部分节假日安排的通知",
                2020,
                (("05-25", "05-26", _EID), ("07-30", "07-31", _QURBAN)),
                issued_on=date(2019, 12, 4),
            ),
            _notice(
                "宁夏回族自治区人民政府办公厅关于2021年部分节假日安排的通知",
                2021,
                (("05-13", "05-14", _EID), ("07-19", "07-20", _QURBAN)),
            ),
            # 开斋节 of 2022 lies within the national 劳动节.
            _notice("宁夏2022年部分节假日安排", 2022, (("07-11", "07-12", _QURBAN),)),
        ),
        "新疆": (
            _notice(
                "新疆维吾尔自治区人民政府办公厅关于2023年节假日放假安排和冬夏季作息时间的通知",
                2023,
                (("04-21", "04-21", "肉孜节"), ("06-28", "06-30", _QURBAN)),
                issued_on=date(2022, 12, 25),
            ),
            _notice(
                "新疆维吾尔自治区人民政府办公厅关于2025年节假日放假和冬夏季作息时间安排的通知",
                2025,
                (("03-29", "03-31", "肉孜节"), ("06-06", "06-10", _QURBAN)),
            ),
        ),
        "拉萨": (
            _notice(
                "拉萨市人民政府办公室关于2023年藏历新年放假安排的通知",
                2023,
                (("02-20", "02-26", _LOSAR),),
                (("02-18", _LOSAR), ("02-19", _LOSAR)),
                issued_on=date(2023, 2, 14),
            ),
            _notice(
                "拉萨市人民政府办公室关于2025年藏历新年放假安排的通知",
                2025,
                (("02-27", "03-04", _LOSAR),),
                issued_on=date(2025, 2, 11),
            ),
        ),
        # 2023-10-07 is a make-up day of the national notice and off here.
        "凉山": (
            _notice(
                "凉山州人民政府办公室关于2023年部分节假日安排的通知",
                2023,
                (
                    ("08-09", "08-09", "民族团结进步节"),
                    ("08-10", "08-16", "火把节"),
                    ("10-07", "10-07", "州庆"),
                    ("11-20", "11-26", "彝历新年"),
                ),
                (("08-06", "火把节"), ("08-19", "火把节"), ("11-18", "彝历新年"), ("11-19", "彝历新年")),
                document_no="凉府办函〔2022〕121号",
                issued_on=date(2022, 12, 12),
            ),
        ),
    }
)


def region_layers(name: str) -> tuple[Layer, ...]:
    """Return what a region's notices say of days, one layer a notice (地方放假安排).

    Raises:
        UnknownNameError: no notice of such a region was read; the message lists the regions that there are.

    """
    found = REGIONS.get(name)
    if found is None:
        raise UnknownNameError(field="region", value=name, known="、".join(REGIONS))
    return found


def region_years(name: str) -> tuple[int, ...]:
    """Return the years of which a region's notice is known; in any other its days are not (地方放假年度).

    Raises:
        UnknownNameError: no notice of such a region was read.

    """
    return tuple(sorted({rule.day.year for layer in region_layers(name) for rule in layer.rules}))
