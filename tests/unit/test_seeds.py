"""From a commitment and its reveal to the seed and the keys."""

from hashlib import sha256

import pytest

from shuangsuiji.errors import InvalidFormError, RefusedRevealError
from shuangsuiji.lottery import Algorithm, Manifest, Reveal, Seed, open_commitment
from shuangsuiji.lottery.seeds import reveal_of
from tests.unit.builders import BEACON, KL8, OPERATOR, SUPERVISOR, bundle, committed, full_width, reveal

SEALED = committed().manifest
OTHER = "ab" * 32


def opened_with(**changes: object) -> Seed:
    return open_commitment(SEALED, reveal(**changes))


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_seed_and_keys_of_the_worked_examples_come_out(name: str) -> None:
    files = bundle(name)
    told, claimed = reveal_of(files["reveal.txt"])
    seed = open_commitment(Manifest.from_bytes(files["manifest.txt"]), told)
    assert {"seed": seed.text, "key": seed.key, "mkey": seed.matching_key} == claimed
    assert told.to_bytes(seed) == files["reveal.txt"]


def test_the_seed_is_the_message_of_the_specification() -> None:
    commit = sha256(SEALED.to_bytes()).hexdigest()
    message = f"ssj1|seed|{commit}|0|-|{BEACON}|{OPERATOR[1]}|{SUPERVISOR[1]}"
    seed = opened_with()
    assert seed.text == sha256(message.encode()).hexdigest()
    assert seed.key == sha256(f"ssj1|obj|{seed.text}".encode()).hexdigest()[:32]
    assert seed.matching_key == sha256(f"ssj1|ins|{seed.text}".encode()).hexdigest()[:32]


def test_parties_stand_in_byte_order_whatever_the_order_they_came_in() -> None:
    one = committed(parties={"supervisor": SUPERVISOR[0], "operator": OPERATOR[0]})
    assert one.manifest == SEALED
    assert opened_with(codes={"supervisor": SUPERVISOR[1], "operator": OPERATOR[1]}) == opened_with()


def test_the_seed_depends_on_the_algorithm() -> None:
    assert Seed(alg=Algorithm.SM3, text=OTHER).key != Seed(alg=Algorithm.SHA256, text=OTHER).key


def test_an_open_draw_without_parties_has_no_codes() -> None:
    manifest = committed(mode="open", parties=None, reveal_by=None).manifest
    message = f"ssj1|seed|{manifest.commit}|0|-|{BEACON}"
    assert open_commitment(manifest, reveal(codes={})).text == sha256(message.encode()).hexdigest()


@pytest.mark.parametrize(
    "beacon",
    [
        BEACON.partition(";")[0],
        ";".join(BEACON.split(";")[::-1]),
        f"{BEACON};FC3D/2025122/123",
        BEACON.replace("KL8/2025122", "KL8/2025123"),
        BEACON.replace("KL8/", "kl8/"),
        BEACON.replace("SZSE399001", "SSE000001"),
        BEACON.replace("1.4.9", "4.1.9"),
        BEACON.replace("1.4.9", "01.4.9"),
        BEACON.replace("10126.83", "10,126.83"),
        BEACON.replace("10126.83", " 10126.83"),
        BEACON.replace("10126.83", full_width("10126.83")),
        BEACON.replace("10126.83", "1/10126.83"),
        BEACON + ";",
        f"{BEACON}/",
        "",
        KL8,
    ],
)
def test_a_beacon_that_the_manifest_does_not_name_is_refused(beacon: str) -> None:
    with pytest.raises(RefusedRevealError) as caught:
        opened_with(beacon=beacon)
    assert str(caught.value.params["field"]).startswith("beacon")


@pytest.mark.parametrize(
    "codes",
    [
        {},
        {"operator": OPERATOR[1]},
        {"operator": OPERATOR[1], "supervisor": SUPERVISOR[1], "third": OTHER},
        {"operator": OPERATOR[1], "Supervisor": SUPERVISOR[1]},
        {"operator": OPERATOR[0], "supervisor": SUPERVISOR[1]},
        {"operator": OPERATOR[2], "supervisor": SUPERVISOR[1]},
        {"operator": SUPERVISOR[1], "supervisor": OPERATOR[1]},
        {"operator": OPERATOR[1].upper(), "supervisor": SUPERVISOR[1]},
        {"operator": f"{OPERATOR[1]}\n", "supervisor": SUPERVISOR[1]},
        {"operator": "", "supervisor": SUPERVISOR[1]},
    ],
    ids=["none", "one", "three", "name", "public", "later round", "exchanged", "upper case", "newline", "empty"],
)
def test_codes_that_do_not_lead_to_the_chains_are_refused(codes: dict[str, str]) -> None:
    with pytest.raises(RefusedRevealError) as caught:
        opened_with(codes=codes)
    assert str(caught.value.params["field"]).startswith("code")


@pytest.mark.parametrize("k", [1, 10])
def test_the_code_of_another_round_is_refused(k: int) -> None:
    with pytest.raises(RefusedRevealError, match=r"reveal\.txt 应为 0"):
        opened_with(k=k)


def test_a_reveal_is_written_with_the_keys_for_convenience() -> None:
    seed = opened_with()
    lines = reveal().to_bytes(seed).decode().splitlines()
    assert lines == [
        "ssj1",
        f"beacon={BEACON}",
        f"code.operator={OPERATOR[1]}",
        f"code.supervisor={SUPERVISOR[1]}",
        "k=0",
        f"key={seed.key}",
        f"mkey={seed.matching_key}",
        f"seed={seed.text}",
    ]


def test_a_reveal_needs_no_keys() -> None:
    told, claimed = reveal_of(b"ssj1\nbeacon=X/1/2\nk=0\n")
    assert (told, claimed) == (Reveal(beacon="X/1/2"), {})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"ssj1\nk=0\n", "form.key"),
        (b"ssj1\nbeacon=a\n", "form.key"),
        (b"ssj1\nbeacon=a\nk=0\nsalt=1\n", "form.key"),
        (b"ssj1\nbeacon=a\ncode.=1\nk=0\n", "form.key"),
        (b"ssj1\nbeacon=a\ncode=1\nk=0\n", "form.key"),
        (b"ssj1\nbeacon=a\nk=00\n", "form.field"),
        (b"ssj1\nbeacon=a\nk=+0\n", "form.field"),
        (b"ssj1\nbeacon=a\nk=-1\n", "form.field"),
        ("ssj1\nbeacon=a\nk=\uff10\n".encode(), "form.field"),
        ("ssj1\nbeacon=a\nk=²\n".encode(), "form.field"),
        (b"ssj1\nbeacon=a\nk=False\n", "form.field"),
        (b"ssj1\r\n", "form.cr"),
        (b"", "form.head"),
    ],
    ids=ascii,
)
def test_a_reveal_of_another_form_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InvalidFormError) as caught:
        reveal_of(content)
    assert caught.value.check == code


@pytest.mark.parametrize("k", [False, 0.0, -1, "0", None], ids=repr)
def test_a_round_is_an_integer(k: object) -> None:
    with pytest.raises((RefusedRevealError, ValueError)):
        opened_with(k=k)


@pytest.mark.parametrize("value", ["", "rain", "10126.8"])
def test_a_value_that_is_none_is_refused_as_a_reveal(value: str) -> None:
    with pytest.raises(RefusedRevealError):
        opened_with(beacon=BEACON.replace("10126.83", value))


def test_a_round_of_thousands_of_digits_is_refused_with_our_own_error() -> None:
    with pytest.raises((InvalidFormError, RefusedRevealError)):
        reveal_of(b"ssj1\nbeacon=a\nk=" + b"1" * 5000 + b"\n")


def test_a_refused_code_is_not_shown() -> None:
    with pytest.raises(RefusedRevealError) as caught:
        opened_with(codes={"operator": OPERATOR[2], "supervisor": SUPERVISOR[1]})
    assert OPERATOR[2] not in str(caught.value)
