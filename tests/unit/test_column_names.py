"""The header of a list: in one row, or in two that merged ranges tie together."""

from __future__ import annotations

import pytest

from shuangsuiji.tables.column_names import Merge, position_of
from shuangsuiji.tables.headers import OBJECT_NAMES
from shuangsuiji.tables.item_headers import ITEM_NAMES

TITLE = ["海岛市随机抽查事项清单", "", "", ""]
TWO_ROWS = [
    TITLE,
    ["编制单位", "抽查项目", "", "检查对象"],
    ["", "抽查类别", "抽查事项", ""],
    ["市教育局", "办学", "招生", "学校"],
]
TIES = (Merge(0, 0, 0, 3), Merge(1, 0, 2, 0), Merge(1, 1, 1, 2), Merge(1, 3, 2, 3))


def test_two_rows_are_one_header_where_a_merged_range_ties_them() -> None:
    found = ITEM_NAMES.find_header(TWO_ROWS, {}, TIES)
    assert found is not None
    assert found.names == ["编制单位", "抽查项目·抽查类别", "抽查项目·抽查事项", "检查对象"]
    assert (found.first, found.last) == (1, 2)
    assert ITEM_NAMES.positions(found.names, {}) == {"name": 2, "category": 1, "object": 3, "department": 0}


def test_without_a_tie_the_row_with_the_names_is_the_header() -> None:
    groups = [["基本信息", "", "监管信息"], ["企业名称", "统一社会信用代码", "风险等级"]]
    found = OBJECT_NAMES.find_header(groups, {}, [Merge(0, 0, 0, 1)])
    assert found is not None
    assert (found.names, found.first, found.last) == (groups[1], 1, 1)


def test_names_of_a_group_are_told_apart_by_it() -> None:
    rows = [["抽查事项", "检查部门", ""], ["", "发起", "配合"]]
    found = ITEM_NAMES.find_header(rows, {}, [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2)])
    assert found is not None
    assert ITEM_NAMES.positions(found.names, {}) == {"name": 0, "initiator": 1, "participants": 2}


def test_a_merged_range_that_runs_into_the_body_makes_no_header() -> None:
    rows = [["企业名称", "统一社会信用代码"], *([["甲", "1"]] * 9)]
    found = OBJECT_NAMES.find_header(rows, {}, [Merge(1, 0, 4, 0), Merge(0, 0, 8, 0)])
    assert found is not None
    assert found.last == 0


@pytest.mark.parametrize(
    ("header", "positions"),
    [
        (["抽查项目", "检查对象"], {"name": 0, "object": 1}),
        (["抽查项目", "抽查事项"], {"name": 1, "category": 0}),
        (["抽查事项", "抽查领域", "抽查项目"], {"name": 0, "category": 1}),
    ],
)
def test_a_name_that_two_fields_share_goes_to_the_one_that_lacks_a_column(
    header: list[str], positions: dict[str, int]
) -> None:
    assert ITEM_NAMES.positions(header, {}) == positions


def test_a_column_is_found_by_its_whole_name_or_by_its_own_where_that_is_the_only_one() -> None:
    header = ["甲·名称", "乙·名称", "乙·面积", "面积"]
    assert [position_of(name, header) for name in ("乙·名称", "名称", "面积", "无")] == [1, None, 3, None]
    assert position_of(" 面积 ", header[:3]) == 2
    assert OBJECT_NAMES.positions(["乙·甲码"], {"甲码": "id"}) == {"id": 0}
