"""Keys and values that a manifest may have."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from shuangsuiji.errors import InvalidFormError
from shuangsuiji.lottery import Manifest
from shuangsuiji.lottery.forms import sheet_bytes
from shuangsuiji.lottery.grammar import instant, is_count, is_ratio
from tests.unit.builders import bundle, full_width

SINGLE = dict(Manifest.from_bytes(bundle("ssj1-single")["manifest.txt"]).entries)


def refused(entries: Mapping[str, str]) -> str:
    with pytest.raises(InvalidFormError) as caught:
        len(Manifest.from_bytes(sheet_bytes(entries)).frames)
    assert caught.value.params["file"] == "manifest.txt"
    return caught.value.check


@pytest.mark.parametrize("text", ["0", "7", "10", "999999999999999999"])
def test_a_count_has_no_sign_and_no_leading_zero(text: str) -> None:
    assert is_count(text)


@pytest.mark.parametrize(
    "text", ["", "00", "01", "+1", "-1", "1.0", "1e3", "１", "1\n", " 1", "0x1", "1_000"], ids=ascii
)
def test_anything_else_is_no_count(text: str) -> None:
    assert not is_count(text)


@pytest.mark.parametrize("text", ["0/1", "1/1", "1/2", "3/100", "999/1000"])
def test_a_ratio_is_p_over_q_in_lowest_terms(text: str) -> None:
    assert is_ratio(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "1",
        "0/2",
        "2/2",
        "2/4",
        "3/2",
        "1/0",
        "0/0",
        "01/2",
        "1/02",
        "-1/2",
        "1/2/3",
        "1 /2",
        "1/2\n",
        "0.5",
        "１/２",
    ],
    ids=ascii,
)
def test_anything_else_is_no_ratio(text: str) -> None:
    assert not is_ratio(text)


@pytest.mark.parametrize("text", ["2025-05-11T09:00:00+08:00", "2025-05-11T01:00:00Z", "2025-05-11T01:00:00-00:00"])
def test_an_instant_has_an_offset(text: str) -> None:
    assert instant(text) == datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-05-11",
        "2025-05-11T09:00:00",
        "2025-05-11 09:00:00+08:00",
        "2025-05-11T09:00+08:00",
        "2025-05-11T09:00:00.5+08:00",
        "2025-05-11T09:00:00+0800",
        "2025-05-11T09:00:00+08:00:30",
        "2025-02-29T09:00:00+08:00",
        "2025-05-11T25:00:00+08:00",
        "2025-05-11T09:00:60+08:00",
        "2025-05-11T09:00:00+25:00",
        "2025-05-11t09:00:00+08:00",
        f"{full_width('2025')}-05-11T09:00:00+08:00",
        "0000-05-11T09:00:00+08:00",
    ],
)
def test_anything_else_is_no_instant(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agency", "a|b"),
        ("agency", ""),
        ("alg", "SHA256"),
        ("mode", "closed"),
        ("serial", "0"),
        ("serial", "02"),
        ("prev", "0" * 63),
        ("prev", "A" * 64),
        ("committed.at", "2025-05-11T09:00:00"),
        ("beacon.at", "2025-05-12T21:30:00+08:00;soon"),
        ("chain.op", "x"),
        ("reveal.by", "2025-02-29"),
        ("reveal.by", "2025-W20-1"),
        ("reveal.by", "20250731"),
        ("frame.labels.rows", "060"),
        ("frame.labels.rows", "-1"),
        ("frame.labels.hash", "F" * 64),
        ("frame.labels.merkle", "0"),
        ("frame.labels.design", "systematic"),
        ("frame.labels.rounding", "half-even"),
        ("ratio.labels.C", "20%"),
        ("ratio.labels.C", "2/10"),
        ("cap.labels", "3/2"),
        ("cap.labels.C", "0.2"),
        ("quota.labels.C", "3.0"),
        ("used.labels", "+0"),
        ("batches.labels", "0"),
        ("excluded.labels.rows", "two"),
        ("excluded.labels.hash", ""),
        ("inspectors.hash", "0"),
        ("recusals.rows", "-1"),
        ("matching.lot", "0"),
    ],
)
def test_a_value_of_another_form_is_refused(key: str, value: str) -> None:
    assert refused({**SINGLE, key: value}) in ("form.field", "mode")


@pytest.mark.parametrize(
    "key",
    [
        "remark",
        "Agency",
        "agency.name",
        "frame.labels.seed",
        "frame.labels",
        "frame.标签.rows",
        "frame.a.b.rows",
        "ratio.labels",
        "ratio..C",
        "quota.labels.",
        "chain.the operator",
        "chain.",
        "chain.a.b",
        "x.",
        "rules",
        "rules.",
        "matching.seed",
        "inspectors.name",
        "team.F",
        "reveal.at",
        "beacon.by",
    ],
)
def test_an_unknown_key_is_refused(key: str) -> None:
    assert refused({**SINGLE, key: "1"}) == "form.key"


@pytest.mark.parametrize("key", ["x.remark", "x.a.b.c", "x.备注", "rules.book", "rules.purpose.of.a.waiver"])
def test_the_agencys_own_keys_are_committed_like_the_rest(key: str) -> None:
    one = Manifest({**SINGLE, key: "备注 1"})
    assert f"{key}=备注 1\n".encode() in one.to_bytes()
    assert one.commit != Manifest(SINGLE).commit


@pytest.mark.parametrize(
    "key",
    [
        "agency",
        "plan",
        "task",
        "alg",
        "mode",
        "serial",
        "prev",
        "beacon",
        "committed.at",
        "beacon.at",
        "frame.labels.rows",
        "frame.labels.hash",
        "frame.labels.design",
        "frame.labels.rounding",
        "excluded.labels.rows",
        "excluded.labels.hash",
    ],
)
def test_a_missing_key_is_refused(key: str) -> None:
    assert refused({other: value for other, value in SINGLE.items() if other != key}) == "form.key"


def test_a_manifest_without_a_frame_is_refused() -> None:
    bare = {key: value for key, value in SINGLE.items() if "labels" not in key}
    assert refused(bare) == "form.key"


@pytest.mark.parametrize(
    "key",
    [
        "ratio.food.C",
        "quota.food.C",
        "cap.food.C",
        "cap.food",
        "used.food",
        "batches.food",
        "excluded.food.rows",
        "team.food.市局",
        "expert.food",
    ],
)
def test_a_line_that_speaks_of_another_frame_is_refused(key: str) -> None:
    value = "1/2" if key.startswith(("ratio", "cap")) else "1"
    assert refused({**SINGLE, key: value}) == "form.key"


@pytest.mark.parametrize(
    "changes",
    [
        {"ratio.labels.D": "1/2"},
        {"quota.labels.D": "0"},
        {"cap.labels.D": "1/2"},
        {"ratio.labels.C.D": "1/2"},
    ],
    ids=str,
)
def test_ratios_quotas_and_caps_name_the_same_strata(changes: dict[str, str]) -> None:
    assert refused({**SINGLE, **changes}) == "strata"


def test_a_frame_without_strata_is_refused() -> None:
    bare = {key: value for key, value in SINGLE.items() if not key.startswith(("ratio.", "quota."))}
    assert refused(bare) == "strata"


def test_a_label_may_contain_dots_and_slashes() -> None:
    moved = {key.replace("labels.C", "labels.餐饮/A.1 级"): value for key, value in SINGLE.items()}
    (terms,) = Manifest.from_bytes(sheet_bytes(moved)).frames
    assert set(terms.quotas) == {"A", "B", "餐饮/A.1 级"}


@pytest.mark.parametrize(
    "changes",
    [
        {"beacon": "KL8/2025122"},
        {"beacon.at": "2025-05-12T21:30:00+08:00"},
        {"beacon": "KL8/2025122;KL8/2025123"},
        {"beacon": "KL8/2025122;SZSE399001"},
        {"beacon": "KL8/2025122;SZSE399001/2025/0512"},
        {"beacon": "KL8/2025122;"},
        {"beacon": "快乐8/2025122;SZSE399001/20250512"},
        {"beacon": "KL8/tomorrow;SZSE399001/20250512"},
    ],
    ids=str,
)
def test_every_beacon_has_a_source_an_edition_and_an_instant(changes: dict[str, str]) -> None:
    assert refused({**SINGLE, **changes}) in ("form.field", "order", "beacon")


@pytest.mark.parametrize(
    "changes",
    [{}, {"chain.op": "0" * 64}, {"reveal.by": "2025-07-31"}],
    ids=["neither", "no day", "no chain"],
)
def test_sealed_mode_needs_a_chain_and_a_day_of_reveal(changes: dict[str, str]) -> None:
    assert refused({**SINGLE, "mode": "sealed", **changes}) == "mode"


def test_sealed_mode_with_both_is_accepted() -> None:
    one = Manifest({**SINGLE, "mode": "sealed", "chain.op": "0" * 64, "reveal.by": "2025-07-31"})
    assert one.chains == {"op": "0" * 64}


@pytest.mark.parametrize("changes", [{"serial": "1"}, {"prev": "0" * 64}], ids=str)
def test_the_first_serial_and_no_other_has_no_predecessor(changes: dict[str, str]) -> None:
    assert refused({**SINGLE, **changes}) == "form.field"


def test_what_is_used_is_stated_only_with_a_cap() -> None:
    refused({key: value for key, value in SINGLE.items() if key != "cap.labels"})


def test_a_label_is_a_field_of_its_own() -> None:
    assert refused({**SINGLE, "ratio.labels. D": "1/2", "quota.labels. D": "0"}) in ("form.key", "form.field")
