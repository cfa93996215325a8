"""The overlays of minority regions: days off and days worked, each with the notice that says so."""

from datetime import date

import pytest

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import FrozenMap
from shuangsuiji.workdays.layers import DayRule, Layer, is_weekend
from shuangsuiji.workdays.regions import REGIONS, region_layers, region_years

LAYERS = [(name, layer) for name, layers in REGIONS.items() for layer in layers]
RULES = [(name, rule) for name, layer in LAYERS for rule in layer.rules]

# Make-up days of the national notices of the years that a region's notice is known of.
NATIONAL_MAKE_UP = {
    "2014": ["01-26", "02-08", "05-04", "09-28", "10-11"],
    "2016": ["02-06", "02-14", "06-12", "09-18", "10-08", "10-09"],
    "2017": ["01-22", "02-04", "04-01", "05-27", "09-30"],
    "2019": ["02-02", "02-03", "04-28", "05-05", "09-29", "10-12"],
    "2020": ["01-19", "04-26", "05-09", "06-28", "09-27", "10-10"],
    "2021": ["02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"],
    "2022": ["01-29", "01-30", "04-02", "04-24", "05-07", "10-08", "10-09"],
    "2023": ["01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"],
    "2024": ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    "2025": ["01-26", "02-08", "04-27", "09-28", "10-11"],
}

each = pytest.mark.parametrize("layer", [layer for _, layer in LAYERS], ids=[layer.name for _, layer in LAYERS])


def days(region: str, year: int, *, working: bool) -> list[str]:
    rules = [rule for name, rule in RULES if name == region and rule.day.year == year]
    return [f"{rule.day:%m-%d}" for rule in rules if rule.working is working]


def rule(region: str, day: date) -> DayRule:
    (found,) = [one for name, one in RULES if name == region and one.day == day]
    return found


def test_guangxi_of_2017_moves_a_make_up_day_of_the_nation() -> None:
    assert days("广西", 2017, working=False) == ["03-30", "03-31", "04-01"]
    assert days("广西", 2017, working=True) == ["04-08"]
    assert rule("广西", date(2017, 4, 1)).kind is DayKind.LOCAL_HOLIDAY
    assert rule("广西", date(2017, 4, 8)).kind is DayKind.LOCAL_WORKDAY


@pytest.mark.parametrize(
    ("region", "year", "off", "worked"),
    [
        ("广西", 2014, "04-02 04-03", ""),
        ("广西", 2023, "04-21 04-22 04-23", ""),
        ("广西", 2024, "04-11 04-12", ""),
        ("宁夏", 2016, "09-11 09-12 09-13 09-14", "09-10"),
        ("宁夏", 2019, "06-05 06-06 08-12 08-13", ""),
        ("宁夏", 2020, "05-25 05-26 07-30 07-31", ""),
        ("宁夏", 2021, "05-13 05-14 07-19 07-20", ""),
        ("宁夏", 2022, "07-11 07-12", ""),
        ("新疆", 2023, "04-21 06-28 06-29 06-30", ""),
        ("新疆", 2025, "03-29 03-30 03-31 06-06 06-07 06-08 06-09 06-10", ""),
        ("拉萨", 2023, "02-20 02-21 02-22 02-23 02-24 02-25 02-26", "02-18 02-19"),
        ("拉萨", 2025, "02-27 02-28 03-01 03-02 03-03 03-04", ""),
        (
            "凉山",
            2023,
            "08-09 08-10 08-11 08-12 08-13 08-14 08-15 08-16 10-07 11-20 11-21 11-22 11-23 11-24 11-25 11-26",
            "08-06 08-19 11-18 11-19",
        ),
    ],
)
def test_a_region_has_the_days_of_its_notice(region: str, year: int, off: str, worked: str) -> None:
    assert days(region, year, working=False) == off.split()
    assert days(region, year, working=True) == worked.split()


@each
def test_an_overlay_announces_no_year_and_speaks_of_one(layer: Layer) -> None:
    assert layer.years == ()
    assert len({rule.day.year for rule in layer.rules}) == 1


@each
def test_an_overlay_says_of_every_day_what_it_is_and_by_which_notice(layer: Layer) -> None:
    source = f"{layer.name}（{layer.document_no or '文号未核'}）"
    kinds = {True: DayKind.LOCAL_WORKDAY, False: DayKind.LOCAL_HOLIDAY}
    assert [(rule.source, rule.kind) for rule in layer.rules] == [(source, kinds[one.working]) for one in layer.rules]
    assert all(rule.note for rule in layer.rules)


@each
def test_a_notice_came_before_its_first_day(layer: Layer) -> None:
    assert layer.issued_on is None or layer.issued_on < layer.rules[0].day


def test_a_document_number_stands_only_where_one_was_read() -> None:
    numbers = {layer.name: layer.document_no for _, layer in LAYERS if layer.document_no}
    assert numbers == {
        "宁夏回族自治区人民政府办公厅关于2019年部分节假日安排的通知": "宁政办发〔2018〕137号",
        "凉山州人民政府办公室关于2023年部分节假日安排的通知": "凉府办函〔2022〕121号",
    }


def test_a_day_that_is_worked_locally_is_a_weekend_otherwise_free() -> None:
    worked = [rule.day for _, rule in RULES if rule.working]
    assert len(worked) == 8
    assert all(is_weekend(day) and f"{day:%m-%d}" not in NATIONAL_MAKE_UP[str(day.year)] for day in worked)


def test_the_make_up_days_of_the_nation_that_are_off_in_a_region_are_known() -> None:
    off = [(name, rule.day) for name, rule in RULES if not rule.working]
    moved = {(name, day) for name, day in off if f"{day:%m-%d}" in NATIONAL_MAKE_UP[str(day.year)]}
    assert moved == {("广西", date(2017, 4, 1)), ("广西", date(2023, 4, 23)), ("凉山", date(2023, 10, 7))}


def test_a_region_is_found_by_its_name_and_tells_its_years() -> None:
    assert region_layers("广西") == REGIONS["广西"]
    assert {name: region_years(name) for name in REGIONS} == {
        "广西": (2014, 2017, 2023, 2024),
        "宁夏": (2016, 2019, 2020, 2021, 2022),
        "新疆": (2023, 2025),
        "拉萨": (2023, 2025),
        "凉山": (2023,),
    }


@pytest.mark.parametrize("name", ["", "江苏", "广西壮族自治区", "Guangxi"])
def test_a_region_of_which_no_notice_was_read_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UnknownNameError, match="广西、宁夏、新疆、拉萨、凉山"):
        region_layers(name)
    with pytest.raises(LookupError):
        region_years(name)


def test_the_regions_cannot_be_changed() -> None:
    assert isinstance(REGIONS, FrozenMap)
    assert hash(REGIONS) == hash(FrozenMap(dict(REGIONS)))
