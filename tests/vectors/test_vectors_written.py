"""What lies in the folders of vectors is what the generator writes, and agrees with what others have published."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import plain
from tests.vectors.bundle_cases import HERE, slug
from tests.vectors.matching_tamperings import MATCHING_TAMPERINGS
from tests.vectors.more_tamperings import MORE_TAMPERINGS
from tests.vectors.tamperings import TAMPERINGS
from tests.vectors.write_vectors import contents, json_text, stale

CASES = HERE / "cases"
RFC_3797_DIGESTS = """
990DD0A5692A029A98B5E01AA28F3459 3691E55CB63FCC37914430B2F70B5EC6 FE814EDF564C190AC1D25753979990FA
1863CCACEB568C31D7DDBDF1D4E91387 F4AB33DF4889F0AF29C513905BE1D758 13EAEB529F61ACFB9A29D0BA3A60DE4A
992DB77C382CA2BDB9727001F3CDCCD9 63AB4258ECA922976811C7F55C383CE7 DFBC5AC97CED01B3A6E348E3CC63F40D
31CB111C4A4EBE9287CEAE16FE51B909 07FA46C122F164C215BBC72793B189A3 AC52F8D75CCBE2E61AFEB3387637D501
53306F73E14FC0B2FBF434218D25948E B5D1403501A81F9A47318BE7893B347C 85B10B356AA06663EF1B1B407765100A
3269E6CE559ABD57E2BA6AAB495EB9BD
"""
RIVEST_NUMBERS = """
740 180 264 789 238 448 272 611 761 208 596 88 160 113 766 427 184 816 653 411 779 331 339 487 594 235 65 527 821 490
461 251 471 414 174 567 300 134 144 357 786 792 218 550 787 537 197
"""
CT_ROOTS = """
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
"""
VRS_RANKINGS = (
    (
        "002ed527ae0a44a86c205d1cdba lavenderblush",
        "03f710be2b61a6f9c3f89aa5ab5 blue",
        "08bab81380d7f0769cecf9969a8 darkgoldenrod",
        "0c26494fa81f3aed8a9f66e77b7 mediumvioletred",
        "0e1af5d1ccfd44de075cc0bb6d5 bisque",
        "13a07cc9abf3b737e49a62b0634 lightpink",
    ),
    (
        "00d1c59a9f1b581060a9e732e91 aqua",
        "02b514b0b1807bfe086db524f40 darkgray",
        "0337add95eac62a356b020a273a cornflowerblue",
    ),
)
VRS_CODES = """
950ea08d8d5fd3ae415b9967aba7a48aba39ca62a4d98f2e7fe25cb1b8f8c488
5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456
2f70f884997ce80771adbefbbbc6c71a1b921da71896c25ca0f64966bfd0c8ce
"""
SM3 = {
    "abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    "abcd-16-times": "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}
DRAND = {
    123: "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc",
    657413: "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
}


def read(path: str) -> Any:  # noqa: ANN401 - what a vector holds depends on its kind
    """Return a vector."""
    return json.loads((CASES / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """Return what the generator writes."""
    return dict(contents())


def test_every_file_is_what_the_generator_writes(written: dict[str, bytes]) -> None:
    different = [path for path, content in written.items() if (HERE / path).read_bytes() != content]
    assert different == [], "python -m tests.vectors.write_vectors"


def test_no_other_file_lies_there(written: dict[str, bytes]) -> None:
    assert list(stale(set(written))) == []


def test_nothing_is_computed_by_the_package() -> None:
    ask = "import sys, tests.vectors.write_vectors as _; print([name for name in sys.modules if 'shuangsuiji' in name])"
    done = subprocess.run([sys.executable, "-c", ask], cwd=HERE.parents[1], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_every_tampering_has_a_vector_of_its_own() -> None:
    names = [slug(tampering.name) for tampering in (*TAMPERINGS, *MORE_TAMPERINGS, *MATCHING_TAMPERINGS)]
    assert sorted(names) == sorted(path.stem for path in (CASES / "tampering").iterdir())
    assert len(MORE_TAMPERINGS) >= 25


def test_every_vector_is_plain_json_in_utf_8(written: dict[str, bytes]) -> None:
    for path, content in written.items():
        if path.endswith(".json"):
            case = json.loads(content.decode())
            assert (case["kind"], content[-1:]) == (path.split("/")[1], b"\n")
            assert case["about"].endswith(".")
            assert all(byte >= 32 or byte == 10 for byte in content)


def numbers(value: object) -> list[float]:
    """Return every number in a vector."""
    if isinstance(value, dict | list):
        return [one for part in (value.values() if isinstance(value, dict) else value) for one in numbers(part)]
    return [value] if isinstance(value, int | float) else []


def test_no_number_is_a_fraction_or_beyond_what_javascript_can_hold(written: dict[str, bytes]) -> None:
    for path, content in written.items():
        if path.endswith(".json"):
            assert all(isinstance(one, int) and abs(one) < 2**53 for one in numbers(json.loads(content))), path


def test_the_page_beside_them_explains_every_kind() -> None:
    page = (HERE / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in CASES.iterdir() if f"`{path.name}`" not in page] == []


def test_what_the_page_tells_to_type_gives_what_it_says() -> None:
    page = (HERE / "README.md").read_text(encoding="utf-8")
    lines = [line.split("# cases/") for line in page.splitlines() if line.startswith("printf")]
    found = [subprocess.run(["sh", "-c", line], capture_output=True, check=True).stdout.decode() for line, _ in lines]
    assert found[0][:64] == read(lines[0][1])["ticket"]
    assert found[1][:64] == read(lines[1][1])["codes"][0]


def test_what_cannot_be_seen_is_escaped() -> None:
    assert json_text("a\u200bé e\u0301 𠮷\ud800\u3000|\u00a0") == (
        '"a\\u200bé e\\u0301 \\ud842\\udfb7\\ud800\\u3000|\\u00a0"'
    )


def test_the_selection_of_rfc_3797_is_that_of_the_rfc() -> None:
    found = read("rfc3797/section-6.json")
    assert [digest.upper() for digest in found["digests"]] == RFC_3797_DIGESTS.split()
    assert found["selected"] == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4]


def test_the_numbers_of_rivests_sampler_are_those_of_colorado() -> None:
    assert read("rivest2011/colorado.json")["numbers"] == list(map(int, RIVEST_NUMBERS.split()))


def test_the_colours_are_those_of_the_draft() -> None:
    found = read("vrs/a-bikeshed.json")
    assert found["codes"][:3] == VRS_CODES.split()
    assert [one["code"] for one in found["rankings"]] == found["codes"][1:3]
    for ranking, published in zip(found["rankings"], VRS_RANKINGS, strict=True):
        assert [f"{order[:27]} {label}" for order, label in ranking["first"]][: len(published)] == list(published)


def test_roots_hashes_and_rounds_are_those_that_were_published() -> None:
    assert read("merkle/sha256-ct.json")["roots"] == CT_ROOTS.split()
    assert {name: read(f"hash/sm3-{name}.json")["hash"] for name in SM3} == SM3
    assert {number: read(f"drand/round-{number}.json")["value"] for number in DRAND} == DRAND


def test_the_chains_are_those_of_the_contract() -> None:
    ends = {party: read(f"chain/sha256-{party}.json")["codes"] for party in ("op", "sup")}
    assert [code[:8] + code[-4:] for code in ends["op"][:2]] == ["5d791c7242b1", "45133bc8e277"]
    assert [code[:8] + code[-4:] for code in ends["sup"][:2]] == ["dd2c0c15a28e", "dfbd541036c9"]


@pytest.mark.parametrize("path", sorted(CASES.glob("proof/*.json")), ids=lambda path: path.stem)
def test_a_proof_leads_to_its_root_where_it_is_one(path: Path) -> None:
    """By the other algorithm, RFC 9162 §2.1.3.2: from the bits of the place, without a tree."""
    case = read(f"proof/{path.name}")
    for proof in (case.get(side) for side in ("inclusion", "left", "right")):
        if proof and case["accepted"]:
            assert led_to(case["alg"], proof, case["size"]) == case["root"]


def led_to(alg: str, proof: dict[str, Any], size: int) -> str | None:
    """Return the root that a proof leads to."""
    place, last = proof["index"], size - 1
    found = plain.digest(alg, b"\x00" + proof["line"].encode())
    for sibling in map(bytes.fromhex, proof["path"]):
        if last == 0:
            return None
        if place % 2 or place == last:
            found = plain.digest(alg, b"\x01" + sibling + found)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = plain.digest(alg, b"\x01" + found + sibling)
        place, last = place >> 1, last >> 1
    return found.hex() if last == 0 else None
