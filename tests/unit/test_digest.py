"""The hash H and the messages that enter it."""

import hashlib
import subprocess

import pytest

from shuangsuiji.errors import UnsupportedError
from shuangsuiji.lottery import ZERO_DIGEST, Algorithm
from shuangsuiji.lottery.digest import hash_bytes, hash_message, hasher, is_digest

SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SHA256_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(("alg", "digest"), [(Algorithm.SHA256, SHA256_ABC), (Algorithm.SM3, SM3_ABC)], ids=str)
def test_the_published_vector_of_abc_comes_out(alg: Algorithm, digest: str) -> None:
    assert hash_bytes(alg, b"abc") == digest
    assert hash_message(alg, "abc") == digest
    state = hasher(alg, b"a")
    state.update(b"bc")
    assert state.hexdigest() == digest


def test_a_message_is_its_fields_joined_by_bars_without_a_newline() -> None:
    assert hash_message(Algorithm.SHA256, "ssj1", "obj", "天") == hashlib.sha256("ssj1|obj|天".encode()).hexdigest()


def test_a_message_is_what_printf_and_sha256sum_say() -> None:
    line = "printf '%s|%s' KEY 天目湖 | sha256sum"
    found = subprocess.run(["sh", "-c", line], check=True, capture_output=True, text=True)
    assert found.stdout.split()[0] == hash_message(Algorithm.SHA256, "KEY", "天目湖")


def test_the_algorithms_are_written_as_in_the_manifest() -> None:
    assert [str(alg) for alg in Algorithm] == ["sha256", "sm3"]
    with pytest.raises(ValueError, match="md5"):
        Algorithm("md5")


@pytest.mark.parametrize("text", [ZERO_DIGEST, SM3_ABC, "f" * 64])
def test_a_digest_is_64_lower_case_hex_digits(text: str) -> None:
    assert is_digest(text)


@pytest.mark.parametrize(
    "text", ["", "0" * 63, "0" * 65, "F" * 64, "g" * 64, f"{ZERO_DIGEST}\n", "\uff10" * 64, "0x" + "0" * 62]
)
def test_anything_else_is_no_digest(text: str) -> None:
    assert not is_digest(text)


def test_a_hash_that_this_python_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(name: str, *_: object) -> None:
        raise ValueError(name)

    monkeypatch.setattr(hashlib, "new", lacking)
    assert hash_bytes(Algorithm.SHA256, b"abc") == SHA256_ABC
    with pytest.raises(UnsupportedError, match="sm3"):
        hash_bytes(Algorithm.SM3, b"abc")
