"""A time-stamping authority of one's own, run with the openssl command: certificates, and tokens of any instant.

``openssl ts -reply`` stamps with the clock of the machine. For a literal instant the token is written out here and
signed by ``openssl cms``, which gives the same form; ``openssl ts -verify`` takes both.
"""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

import attrs

STAMPED_AT = datetime.fromisoformat("2025-05-11T09:30:00+08:00")
POLICY = "1.3.6.1.4.1.99999.1"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_POLICY = bytes.fromhex("06092b06010401868d1f01")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_CONFIG = f"""
[req]
distinguished_name = name
prompt = no
[name]
[ca]
default_ca = register
[register]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[uncritical]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = timeStamping
[purposeless]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, clientAuth
[tsa]
default_tsa = stamps
[stamps]
serial = stamps.txt
signer_digest = sha256
default_policy = {POLICY}
digests = sha256, sha384, sha512, sha1, sm3
ess_cert_id_alg = sha256
clock_precision_digits = 2
"""


@attrs.frozen(kw_only=True)
class Authority:
    """A folder with the keys and certificates of one authority.

    Attributes:
        folder: where they lie: ``root.pem``, ``inter.pem`` where there is an intermediate, ``signer.pem``.
        roots: the root certificate in PEM.
        intermediates: the intermediate certificate in PEM, empty where there is none.

    """

    folder: Path
    roots: bytes
    intermediates: bytes

    @property
    def signer(self) -> bytes:
        """The signing certificate in PEM."""
        return (self.folder / "signer.pem").read_bytes()

    def stamp(
        self, message: bytes, at: datetime = STAMPED_AT, *, content: str = _TST_INFO, more: Sequence[str] = ()
    ) -> bytes:
        """Return a TimeStampResp over a message that names this instant; ``more`` goes to ``openssl cms -sign``."""
        return response_of(self.token(message, at, content=content, more=more))

    def token(
        self, message: bytes, at: datetime = STAMPED_AT, *, content: str = _TST_INFO, more: Sequence[str] = ()
    ) -> bytes:
        """Return a bare TimeStampToken over a message that names this instant."""
        number = int((self.folder / "stamps.txt").read_text(), 16)
        (self.folder / "stamps.txt").write_text(f"{number + 1:04x}")
        imprint = der(0x30, _SHA256 + der(0x04, sha256(message).digest()))
        instant = der(0x18, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())
        serial = der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
        (self.folder / "info.der").write_bytes(der(0x30, b"\x02\x01\x01" + _POLICY + imprint + serial + instant))
        brought = ("-certfile", "inter.pem") if self.intermediates else ()
        form = ("-binary", "-nodetach", "-econtent_type", content, "-outform", "DER", "-cades")
        signer = ("-signer", "signer.pem", "-inkey", "signer.key", "-md", "sha256", *brought, *more)
        _openssl(self.folder, "cms", "-sign", *form, "-in", "info.der", "-out", "token.der", *signer)
        return (self.folder / "token.der").read_bytes()

    def reply(self, message: bytes, digest: str = "sha256", *, certificates: bool = True) -> bytes:
        """Return what ``openssl ts -reply`` answers now to ``openssl ts -query``."""
        (self.folder / "message").write_bytes(message)
        asked = ("-cert",) if certificates else ()
        _openssl(self.folder, "ts", "-query", "-data", "message", f"-{digest}", *asked, "-out", "query.tsq")
        signer = ("-signer", "signer.pem", "-inkey", "signer.key")
        config = ("-config", "openssl.cnf", "-section", "stamps")
        _openssl(self.folder, "ts", "-reply", *config, "-queryfile", "query.tsq", *signer, "-out", "reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()

    def verifies(self, response: bytes, message: bytes, at: datetime = STAMPED_AT, *, token: bool = False) -> bool:
        """Tell what ``openssl ts -verify`` says of a response, or of a bare token, at an instant."""
        (self.folder / "message").write_bytes(message)
        (self.folder / "given").write_bytes(response)
        (self.folder / "trusted.pem").write_bytes(self.roots)
        trusted = ("-CAfile", "trusted.pem", "-attime", str(int(at.timestamp())))
        given = ("-in", "given", "-token_in") if token else ("-in", "given")
        command = ["openssl", "ts", "-verify", "-data", "message", *given, *trusted]
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=False).returncode == 0


def make_authority(
    folder: Path,
    *,
    name: str = "示例时间戳机构",
    purpose: str = "stamping",
    intermediate: bool = False,
    valid: tuple[str, str] = ("20200101000000Z", "21191231235959Z"),
) -> Authority:
    """Make an authority in a new folder.

    Args:
        folder: where; it is made where it is missing.
        name: common name of the signing certificate.
        purpose: ``stamping``, or ``uncritical``, ``purposeless``, ``client``: certificates that may not stamp.
        intermediate: whether a certificate stands between the root and the signing one.
        valid: first and last second of the signing certificate.

    """
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in (("openssl.cnf", _CONFIG), ("index.txt", ""), ("serial", "01"), ("stamps.txt", "1000")):
        (folder / file).write_text(content)
    always = ("20200101000000Z", "21191231235959Z")
    issuer = _issue(folder, "root", "Example root", "root", "root", always)
    if intermediate:
        issuer = _issue(folder, "inter", "Example intermediate", "root", issuer, always)
    _issue(folder, "signer", name, purpose, issuer, valid)
    return Authority(
        folder=folder,
        roots=(folder / "root.pem").read_bytes(),
        intermediates=(folder / "inter.pem").read_bytes() if intermediate else b"",
    )


def response_of(token: bytes, status: int = 0) -> bytes:
    """Return a TimeStampResp of this status with this token."""
    return der(0x30, bytes((0x30, 3, 2, 1, status)) + token)


def der(tag: int, body: bytes) -> bytes:
    """Return one value of ASN.1 in DER."""
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    octets = next(len(body).to_bytes(size, "big") for size in count(1) if len(body) < 256**size)
    return bytes((tag, 0x80 | len(octets))) + octets + body


def _issue(folder: Path, file: str, name: str, kind: str, issuer: str, valid: tuple[str, str]) -> str:
    """Make a key and its certificate, of itself where it is its own issuer, and return its file's name."""
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{file}.key")
    subject = ("-utf8", "-subj", f"/O=Example/CN={name}")
    _openssl(folder, "req", "-new", "-config", "openssl.cnf", *key, *subject, "-out", f"{file}.csr")
    by = ("-selfsign",) if issuer == file else ("-cert", f"{issuer}.pem")
    form = ("-batch", "-utf8", "-notext", "-extensions", kind, "-startdate", valid[0], "-enddate", valid[1])
    ca = ("ca", "-config", "openssl.cnf", *by, "-keyfile", f"{issuer}.key", *form)
    _openssl(folder, *ca, "-in", f"{file}.csr", "-out", f"{file}.pem")
    return file


def _openssl(folder: Path, *arguments: str) -> None:
    """Run the command in a folder; what it complains about is the error."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
