"""A time token counts when a trusted authority signed it over these very bytes, whenever that is looked at."""

import hashlib
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shuangsuiji.errors import InvalidValueError, MissingExtraError, UnsupportedError
from shuangsuiji.lottery.timetokens import TimeToken, token_time, verify_token
from tests.unit.time_authority import POLICY, STAMPED_AT, Authority, make_authority, response_of

if shutil.which("openssl") is None:
    pytest.skip("openssl is not installed", allow_module_level=True)

MESSAGE = b"ssj1\nagency=320481-SCJG\n"
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def response(authority: Authority) -> bytes:
    return authority.stamp(MESSAGE)


def refused(response: bytes, message: bytes, authorities: bytes) -> str:
    """Return the message with which a token is refused, which begins with its file."""
    with pytest.raises(InvalidValueError) as caught:
        verify_token(response, message, authorities, file="supplement.1.tsr")
    assert caught.value.params["field"] == "supplement.1.tsr"
    zh, en = str(caught.value).split("\n")
    assert zh.startswith("supplement.1.tsr：")
    return en


def test_a_token_says_when_by_whom_under_which_number_and_policy(authority: Authority, response: bytes) -> None:
    found = verify_token(response, MESSAGE, authority.roots)
    assert found == TimeToken(
        at=STAMPED_AT, authority="O=Example,CN=示例时间戳机构", serial=found.serial, policy=POLICY
    )
    assert found.at.tzinfo is UTC
    assert found.serial >= 0x1000
    assert authority.verifies(response, MESSAGE)


def test_what_openssl_answers_now_is_verified(authority: Authority) -> None:
    before = datetime.now(UTC) - SECOND
    answer = authority.reply(MESSAGE)
    found = verify_token(answer, MESSAGE, authority.roots)
    assert before <= found.at <= datetime.now(UTC)
    assert found.at == token_time(answer)
    assert found.at.microsecond == 0, "fractions of a second are cut off"
    assert authority.verifies(answer, MESSAGE, found.at)


def test_every_token_has_its_own_number(authority: Authority) -> None:
    numbers = {verify_token(authority.stamp(MESSAGE), MESSAGE, authority.roots).serial for _ in range(3)}
    assert len(numbers) == 3


def test_a_bare_token_is_taken_as_well(authority: Authority) -> None:
    token = authority.token(MESSAGE)
    assert verify_token(token, MESSAGE, authority.roots).at == token_time(token) == STAMPED_AT
    assert authority.verifies(token, MESSAGE, token=True)
    assert "hash is" in refused(token, MESSAGE + b"x", authority.roots)


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512", "sm3"])
def test_the_imprint_may_be_of_any_sound_hash(authority: Authority, digest: str) -> None:
    if digest not in hashlib.algorithms_available:
        pytest.skip(f"no {digest} here")
    answer = authority.reply(MESSAGE, digest)
    assert verify_token(answer, MESSAGE, authority.roots).at == token_time(answer)
    assert hashlib.new(digest, b"").hexdigest() in refused(answer, b"", authority.roots)


def test_an_imprint_of_sha1_is_refused(authority: Authority) -> None:
    assert "the hash must be SHA-256" in refused(authority.reply(MESSAGE, "sha1"), MESSAGE, authority.roots)


def test_where_python_has_no_sm3_its_imprints_cannot_be_checked(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("no sm3 here")
    answer = authority.reply(MESSAGE, "sm3")

    def without(name: str, _message: bytes) -> None:
        raise ValueError(name)

    monkeypatch.setattr("shuangsuiji.lottery.timetokens.hashlib.new", without)
    with pytest.raises(UnsupportedError, match="sm3"):
        verify_token(answer, MESSAGE, authority.roots)


@pytest.mark.parametrize("message", [b"", MESSAGE[:-1], MESSAGE + b"\n", MESSAGE.replace(b"320481", b"320482")])
def test_a_token_of_another_message_is_refused(authority: Authority, response: bytes, message: bytes) -> None:
    told = refused(response, message, authority.roots)
    assert f"must be over this file, whose hash is {hashlib.sha256(message).hexdigest()}" in told
    assert hashlib.sha256(MESSAGE).hexdigest() in told
    assert not authority.verifies(response, message)


def test_another_authority_of_the_same_name_is_refused(response: bytes, tmp_path: Path) -> None:
    other = make_authority(tmp_path)
    assert "must be signed by a time-stamping authority that the trusted certificates vouch for" in refused(
        response, MESSAGE, other.roots
    )
    assert not other.verifies(response, MESSAGE)


def test_one_of_several_trusted_certificates_is_enough(authority: Authority, response: bytes, tmp_path: Path) -> None:
    other = make_authority(tmp_path)
    assert verify_token(response, MESSAGE, other.roots + b"a remark\n" + authority.roots * 2).at == STAMPED_AT


def test_the_signing_certificate_alone_is_not_trusted(authority: Authority, response: bytes) -> None:
    assert "unable to get local issuer certificate" in refused(response, MESSAGE, authority.signer)


@pytest.mark.parametrize("brought", [True, False])
def test_an_intermediate_certificate_comes_with_the_token_or_with_the_trusted_ones(
    tmp_path: Path, *, brought: bool
) -> None:
    authority = make_authority(tmp_path, intermediate=True)
    response = authority.stamp(MESSAGE) if brought else authority.reply(MESSAGE)
    assert verify_token(response, MESSAGE, authority.roots + authority.intermediates).serial >= 0x1000
    assert "issuer certificate" in refused(response, MESSAGE, authority.intermediates)
    if brought:
        assert verify_token(response, MESSAGE, authority.roots).at == STAMPED_AT
    else:
        assert "unable to get local issuer certificate" in refused(response, MESSAGE, authority.roots)


def test_a_token_without_certificates_needs_the_signer_among_the_trusted_ones(authority: Authority) -> None:
    for bare in (authority.stamp(MESSAGE, more=("-nocerts",)), authority.reply(MESSAGE, certificates=False)):
        assert verify_token(bare, MESSAGE, authority.signer + authority.roots).authority.endswith("示例时间戳机构")
        assert "exactly one signer's certificate" in refused(bare, MESSAGE, authority.roots)
        assert "unable to get local issuer certificate" in refused(bare, MESSAGE, authority.signer)


@pytest.mark.parametrize("purpose", ["uncritical", "purposeless", "client"])
def test_a_certificate_that_is_not_for_time_stamps_alone_is_refused(tmp_path: Path, purpose: str) -> None:
    authority = make_authority(tmp_path, purpose=purpose)
    response = authority.stamp(MESSAGE)
    assert "unsuitable certificate purpose" in refused(response, MESSAGE, authority.roots)
    assert not authority.verifies(response, MESSAGE)
    assert token_time(response) == STAMPED_AT, "claimed, not verified"


def test_a_second_certificate_of_the_signers_name_and_number_is_refused(authority: Authority, tmp_path: Path) -> None:
    client = make_authority(tmp_path, purpose="client")
    (tmp_path / "other.pem").write_bytes(authority.signer)
    forged = client.stamp(MESSAGE, more=("-certfile", "other.pem"))
    assert refused(forged, MESSAGE, client.roots).endswith("got 2")


def test_a_self_signed_certificate_that_the_token_brings_along_is_not_trusted(
    authority: Authority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path)
    forged = other.stamp(MESSAGE, more=("-certfile", "root.pem"))
    assert "certificate in certificate chain" in refused(forged, MESSAGE, authority.roots)


def test_certificates_are_judged_at_the_tokens_instant_not_today(tmp_path: Path) -> None:
    authority = make_authority(tmp_path, valid=("20250511000000Z", "20250512000000Z"))
    begin, end = datetime.fromisoformat("2025-05-11T00:00:00Z"), datetime.fromisoformat("2025-05-12T00:00:00Z")
    for at in (begin, STAMPED_AT, end - SECOND):
        response = authority.stamp(MESSAGE, at)
        assert verify_token(response, MESSAGE, authority.roots).at == at
        assert authority.verifies(response, MESSAGE, at)
    for at, reason in ((begin - SECOND, "certificate is not yet valid"), (end + SECOND, "certificate has expired")):
        response = authority.stamp(MESSAGE, at)
        assert f"got '{reason}" in refused(response, MESSAGE, authority.roots)
        assert not authority.verifies(response, MESSAGE, at)


def test_a_changed_byte_is_refused_or_changes_nothing(authority: Authority, response: bytes) -> None:
    """Three bytes of versions and the name of the signature's scheme say nothing that is read."""
    genuine, accepted = verify_token(response, MESSAGE, authority.roots), 0
    for position, octet in enumerate(response):
        changed = response[:position] + bytes((octet ^ 1,)) + response[position + 1 :]
        try:
            found = verify_token(changed, MESSAGE, authority.roots)
        except InvalidValueError:
            continue
        accepted += 1
        assert found == genuine, position
    assert accepted < 20


@pytest.mark.parametrize("part", [STAMPED_AT.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode(), b"\x10\x00"])
def test_another_instant_or_number_is_refused(authority: Authority, tmp_path: Path, part: bytes) -> None:
    response = make_authority(tmp_path).stamp(MESSAGE)
    assert part in response
    changed = response.replace(part, part[:-2] + bytes((part[-2] ^ 1, part[-1])), 1)
    assert refused(changed, MESSAGE, (tmp_path / "root.pem").read_bytes()).endswith("'signature failure'")
    assert not authority.verifies(changed, MESSAGE)


@pytest.mark.parametrize("garbage", [b"", b"\x00", b"manifest", b"0" * 1000, bytes.fromhex("3003020100"), b"\x30\x00"])
def test_garbage_is_no_response(authority: Authority, garbage: bytes) -> None:
    assert "must be an RFC 3161 TimeStampResp in DER" in refused(garbage, MESSAGE, authority.roots)
    assert token_time(garbage) is None


def test_part_of_a_response_or_more_than_one_is_none(authority: Authority, response: bytes) -> None:
    for broken in (response[:-1], response[1:], response + b"\x00", response * 2, response[: len(response) // 2]):
        assert "must be an RFC 3161 TimeStampResp" in refused(broken, MESSAGE, authority.roots)
        assert token_time(broken) is None


def test_a_query_or_a_signature_of_something_else_is_no_response(authority: Authority) -> None:
    authority.reply(MESSAGE)
    other = authority.stamp(MESSAGE, content="1.2.840.113549.1.7.1")
    for wrong in ((authority.folder / "query.tsq").read_bytes(), authority.roots, other):
        assert "must be an RFC 3161 TimeStampResp" in refused(wrong, MESSAGE, authority.roots)
        assert token_time(wrong) is None


@pytest.mark.parametrize("status", [2, 3, 4, 5, 6])
def test_a_response_that_was_not_granted_is_refused(authority: Authority, status: int) -> None:
    for token in (b"", authority.token(MESSAGE)):
        told = refused(response_of(token, status), MESSAGE, authority.roots)
        assert f"must have granted it (status 0 or 1); got '{status}'" in told
        assert token_time(response_of(token, status)) is None


def test_an_authority_that_refuses_says_why(authority: Authority) -> None:
    assert "got '2 Message digest algorithm is not supported.'" in refused(
        authority.reply(MESSAGE, "md5"), MESSAGE, authority.roots
    )


def test_a_token_granted_with_modifications_is_granted(authority: Authority) -> None:
    answer = response_of(authority.token(MESSAGE), 1)
    assert verify_token(answer, MESSAGE, authority.roots).at == token_time(answer) == STAMPED_AT
    assert authority.verifies(answer, MESSAGE)


@pytest.mark.parametrize("pem", [b"", b"root.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_pem_without_certificates_trusts_nobody(response: bytes, pem: bytes) -> None:
    with pytest.raises(InvalidValueError, match="应为一个或多个 PEM 证书"):
        verify_token(response, MESSAGE, pem)


def test_a_key_is_no_trusted_certificate(authority: Authority, response: bytes) -> None:
    with pytest.raises(InvalidValueError, match="one or more certificates in PEM"):
        verify_token(response, MESSAGE, (authority.folder / "root.key").read_bytes())


@pytest.mark.parametrize(
    ("module", "package"), [("rfc3161_client", "rfc3161-client"), ("cryptography.x509", "cryptography")]
)
def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, response: bytes, authority: Authority, module: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"needs {package}: run pip install 'shuangsuiji\[sign\]'"):
        verify_token(response, MESSAGE, authority.roots)


def test_the_instant_of_a_token_needs_the_extra_too(monkeypatch: pytest.MonkeyPatch, response: bytes) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(MissingExtraError, match="rfc3161-client"):
        token_time(response)
