"""Time tokens of RFC 3161 over the bytes of a file: SSJ-1 §3, §5 (可信时间戳).

A token says that a time-stamping authority had the hash of these bytes before it at an instant. It is verified here
against certificates that the verifier trusts, never against those that the token brings along, and at the token's own
instant: a certificate that has run out since takes nothing from it. Revocation lists are not consulted.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from importlib import import_module
from typing import Any

import attrs

from shuangsuiji.errors import InvalidValueError, MissingExtraError, UnsupportedError

__all__ = ["TimeToken", "token_time", "verify_token"]

_FILE = "manifest.tsr"
_GRANTED = (0, 1)  # PKIStatus granted, grantedWithMods
_HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.156.10197.1.401": "sm3",
}


@attrs.frozen(kw_only=True)
class TimeToken:
    """A verified time token (时间戳).

    Attributes:
        at: the instant in UTC, whole seconds: the authority's fractions are cut off.
        authority: subject name of the certificate that signed, as RFC 4514 writes it.
        serial: the authority's number of the token.
        policy: object identifier of the authority's policy, dotted.

    """

    at: datetime
    authority: str
    serial: int
    policy: str


def verify_token(response: bytes, message: bytes, authorities: bytes, *, file: str = _FILE) -> TimeToken:
    """Return the token in a response when it is over this message and from a trusted authority (核验时间戳).

    Args:
        response: TimeStampResp in DER as the authority sent it, or the bare TimeStampToken.
        message: the bytes that were stamped.
        authorities: trusted certificates in PEM; the chain must end in a self-signed one among them.
        file: name of the response in messages.

    Raises:
        InvalidValueError: no response, not granted, of another message, or not signed by an authority for time stamps
            whose certificates lead to a trusted one and were valid at the token's instant; no trusted certificate.
        UnsupportedError: this Python's OpenSSL has no SM3.
        MissingExtraError: the extra ``sign`` is not installed.

    """
    client, x509 = _library("rfc3161_client"), _library("cryptography.x509")
    unreadable = (ValueError, LookupError, x509.InvalidVersion, x509.DuplicateExtension)
    trusted = _trusted(x509, authorities)
    answer = _decoded(client, response, file)
    try:
        token = answer.tst_info
        imprint = token.message_imprint
        stamped, algorithm = imprint.message, imprint.hash_algorithm.dotted_string
        at, serial, policy = token.gen_time, token.serial_number, token.policy.dotted_string
        signers, embedded = _signers(x509, answer.signed_data, trusted)
    except unreadable as error:
        raise _no_response(file, str(error)) from None
    _check_imprint(stamped, algorithm, message, file)
    _check_signers(signers, file)
    (signer,) = signers
    try:
        # The library judges the certificates at the token's instant. It trusts what is handed over as the
        # authority's certificate, so that one may come from the trusted ones only, never from the token.
        verifier = client.VerifierBuilder(roots=trusted, tsa_certificate=None if embedded else signer).build()
        verifier.verify(answer, stamped)
    except (client.VerificationError, *unreadable) as error:
        raise InvalidValueError(
            field=file,
            rule_zh="须由可信证书所认可的时间戳机构签名，其证书在签发时刻有效",
            rule="must be signed by a time-stamping authority that the trusted certificates vouch for at its instant",
            value=_reason(error),
        ) from None
    return TimeToken(at=at, authority=signer.subject.rfc4514_string(), serial=serial, policy=policy)


def token_time(response: bytes) -> datetime | None:
    """Return the instant that a response or token claims, nothing verified; None where there is none (时间戳所称时刻).

    Raises:
        MissingExtraError: the extra ``sign`` is not installed.

    """
    client = _library("rfc3161_client")
    try:
        claimed: datetime = _decoded(client, response, _FILE).tst_info.gen_time
    except ValueError:
        return None
    return claimed


def _library(name: str) -> Any:  # noqa: ANN401 - a module that may be absent
    try:
        return import_module(name)
    except ImportError:
        package = "cryptography" if name.startswith("cryptography") else "rfc3161-client"
        raise MissingExtraError(feature="RFC 3161", package=package, extra="sign") from None


def _trusted(x509: Any, authorities: bytes) -> list[Any]:  # noqa: ANN401 - a module that may be absent
    try:
        certificates: list[Any] = x509.load_pem_x509_certificates(authorities)
    except (ValueError, x509.InvalidVersion) as error:
        raise InvalidValueError(
            field="可信证书 authorities",
            rule_zh="应为一个或多个 PEM 证书",
            rule="must be one or more certificates in PEM",
            value=str(error),
        ) from None
    return certificates


def _decoded(client: Any, response: bytes, file: str) -> Any:  # noqa: ANN401 - a module that may be absent
    """Return a granted response as the library reads it; around a bare token one is laid."""
    try:
        answer = client.decode_timestamp_response(response)
    except ValueError as error:
        try:
            return client.decode_timestamp_response(_response_around(response))
        except ValueError:
            raise _no_response(file, str(error)) from None
    if answer.status not in _GRANTED:
        raise InvalidValueError(
            field=file,
            rule_zh="时间戳机构应已签发（状态 0 或 1）",
            rule="the authority must have granted it (status 0 or 1)",
            value=" ".join((str(answer.status), *answer.status_string)),
        )
    # The library verifies no token that was granted with modifications, which RFC 3161 and OpenSSL do.
    return client.decode_timestamp_response(_response_around(answer.time_stamp_token())) if answer.status else answer


def _response_around(token: bytes) -> bytes:
    """Return the DER of a TimeStampResp with status granted and this token."""
    body = b"\x30\x03\x02\x01\x00" + token
    octets = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((0x30, 0x80 | len(octets))) + octets + body  # the long form of length: no token has under 128 bytes


def _signers(x509: Any, signed: Any, trusted: list[Any]) -> tuple[set[Any], bool]:  # noqa: ANN401 - as above
    """Return the certificates of a signer's name and number, and whether the token brings certificates along."""
    names = [(signer.issuer, signer.serial_number) for signer in signed.signer_infos]
    brought = [x509.load_der_x509_certificate(der) for der in signed.certificates]
    known = {one for one in (*brought, *trusted) if (one.issuer, one.serial_number) in names}
    return known, bool(brought)


def _check_signers(signers: set[Any], file: str) -> None:
    """Refuse several: one might verify the signature, and another be looked at as the authority's."""
    if len(signers) != 1:
        raise InvalidValueError(
            field=file,
            rule_zh="签名者的证书应恰有一张，随附或在可信证书之中",
            rule="there must be exactly one signer's certificate, in the token or among the trusted ones",
            value=len(signers),
        )


def _check_imprint(stamped: bytes, algorithm: str, message: bytes, file: str) -> None:
    name = _HASHES.get(algorithm)
    if name is None:
        raise InvalidValueError(
            field=file,
            rule_zh="摘要算法应为 SHA-256、SHA-384、SHA-512 或 SM3",
            rule="the hash must be SHA-256, SHA-384, SHA-512 or SM3",
            value=algorithm,
        )
    try:
        expected = hashlib.new(name, message).digest()
    except ValueError:
        raise UnsupportedError(field=file, value=name) from None
    if stamped != expected:
        raise InvalidValueError(
            field=file,
            rule_zh=f"应为对本文件的时间戳，摘要应为 {expected.hex()}",
            rule=f"must be over this file, whose hash is {expected.hex()}",
            value=stamped.hex(),
        )


def _no_response(file: str, reason: str) -> InvalidValueError:
    return InvalidValueError(
        field=file,
        rule_zh="应为 RFC 3161 时间戳应答（DER）",
        rule="must be an RFC 3161 TimeStampResp in DER",
        value=reason,
    )


def _reason(error: Exception) -> str:
    """Return the last reason that OpenSSL gives, which is the most exact one, else the whole message."""
    reasons: list[str] = re.findall(r'(?:reason: "|Verify error: )([^"]+)"', str(error))
    return reasons[-1] if reasons else str(error)
