"""A certificate authority for tests, and what it signs for localhost."""

import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Signed(NamedTuple):
    """Files in PEM: whom to trust, and the certificate of localhost with its key."""

    authority: Path
    certificate: Path
    key: Path


def for_localhost(folder: Path) -> Signed:
    root, own = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    files = Signed(folder / "ca.pem", folder / "own.pem", folder / "own.key")
    files.authority.write_bytes(_certificate("A company", root, root, ca=True))
    files.certificate.write_bytes(_certificate("localhost", root, own, ca=False))
    files.key.write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


def _certificate(name: str, root: rsa.RSAPrivateKey, key: rsa.RSAPrivateKey, ca: bool) -> bytes:
    now = datetime.datetime.now(datetime.UTC)
    own, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, "A company"))
    signing = x509.SubjectKeyIdentifier.from_public_key(root.public_key())
    builder = x509.CertificateBuilder().subject_name(own).issuer_name(issuer)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - DAY).not_valid_after(now + DAY)
    for extension, critical in (
        (x509.BasicConstraints(ca=ca, path_length=None), True),
        (x509.SubjectAlternativeName([x509.DNSName("localhost")]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(signing), False),
    ):
        builder = builder.add_extension(extension, critical)
    return builder.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
