"""The cluster's authorities and certificates, with EC P-256 keys, valid for a year."""

import datetime
import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFE = datetime.timedelta(days=365)
# A machine's clock may be set back a little after the lab's start.
LEEWAY = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Subject:
    """A certificate's subject: user (CN), groups (O), and a server's names and addresses."""

    user: str
    groups: tuple[str, ...] = ()
    served: tuple[str, ...] = ()


@dataclass(frozen=True)
class Authority:
    """A certificate authority with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def authority(folder: Path, name: str) -> Authority:
    """The authority `name`, read from `folder` or created there."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    if certificate.exists() and key.exists():
        loaded = serialization.load_pem_private_key(key.read_bytes(), None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        return Authority(x509.load_pem_x509_certificate(certificate.read_bytes()), loaded)
    new = ec.generate_private_key(ec.SECP256R1())
    subject = _name(Subject(name))
    signed = (
        _builder(subject, subject, new.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(new, hashes.SHA256())
    )
    _write(key, _key_pem(new))
    _write(certificate, signed.public_bytes(serialization.Encoding.PEM))
    return Authority(signed, new)


def issue(folder: Path, name: str, subject: Subject, issuer: Authority) -> None:
    """Create `NAME.crt` and `NAME.key` in `folder`, signed by `issuer`, for a client and, with names, a server."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    if certificate.exists() and key.exists():
        return
    new = ec.generate_private_key(ec.SECP256R1())
    purposes = [ExtendedKeyUsageOID.CLIENT_AUTH, *([ExtendedKeyUsageOID.SERVER_AUTH] if subject.served else [])]
    builder = (
        _builder(_name(subject), issuer.certificate.subject, new.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    )
    if subject.served:
        builder = builder.add_extension(x509.SubjectAlternativeName(_served(subject.served)), critical=False)
    _write(key, _key_pem(new))
    _write(certificate, builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def signing_pair(folder: Path, name: str) -> None:
    """Create `NAME.key` and `NAME.pub`, which sign and verify service accounts' tokens."""
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    if private.exists() and public.exists():
        return
    new = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    _write(private, _key_pem(new))
    _write(public, new.public_key().public_bytes(serialization.Encoding.PEM, form))


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - LEEWAY)
        .not_valid_after(now + LIFE)
    )


def _name(subject: Subject) -> x509.Name:
    groups = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, group) for group in subject.groups]
    return x509.Name([*groups, x509.NameAttribute(NameOID.COMMON_NAME, subject.user)])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=not authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _served(names: Sequence[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    # The traditional form, which every part of Kubernetes reads, service-account keys included.
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
