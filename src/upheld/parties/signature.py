"""Signatures of OpenDSR: RSA with SHA-256 over the body, by a key that the configuration pins.

The specification fetches the certificate from whoever calls; that would let any holder of a
certificate speak. Here the certificate of each processor stands in the configuration, so a name
in a header only chooses which pinned key has to fit.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from upheld.refusal import RefusalError
from upheld.wording import Text

_LEAST_BITS = 2048
_SIGNATURE_CHARACTERS = 4096


class CertificateUnusableError(RefusalError):
    """A pinned certificate that no signature can be checked with."""

    code = "certificate-unusable"


def check_certificates(domain: str, certificates: Sequence[str]) -> None:
    """Say at once, and not at the first callback, which pinned certificate can never be used.

    One that has expired is no mistake of the settings, and stops nobody's start.

    Raises:
        CertificateUnusableError: One is no certificate of this domain, not for signatures, or
            of a weak key.
    """
    for pem in certificates:
        why = _unfit(pem, domain)
        if why is not None:
            raise CertificateUnusableError(
                Text(
                    en=f"the certificate of `{domain}` cannot be used: {why.en}",
                    ja=f"`{domain}` の証明書を使えません: {why.ja}",
                ),
                remedy=Text(
                    en="ask the processor for its signing certificate and pin that one",
                    ja="委託先に署名用の証明書を確認し、設定し直してください",
                ),
            )


def signed_by(
    domain: str, certificates: Sequence[str], body: bytes, signature: str, now: datetime
) -> bool:
    """Say whether a body was signed by a pinned key of a domain that is valid now."""
    if len(signature) > _SIGNATURE_CHARACTERS:
        return False
    try:
        # Long headers come folded; white space is no part of base64.
        raw = base64.b64decode("".join(signature.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    for pem in certificates:
        if not _holds(pem, domain, now):
            continue
        key = x509.load_pem_x509_certificate(pem.encode()).public_key()
        if not isinstance(key, RSAPublicKey):
            continue
        try:
            key.verify(raw, body, PKCS1v15(), SHA256())
        except InvalidSignature:
            continue
        return True
    return False


def fingerprint(pem: str) -> str:
    """Return the SHA-256 of a certificate's key, for a person to compare by another way.

    Raises:
        CertificateUnusableError: It is no certificate.
    """
    from cryptography.hazmat.primitives.hashes import Hash
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    except ValueError:
        raise CertificateUnusableError(
            Text(en="this is no certificate", ja="証明書ではありません"),
            remedy=Text(
                en="give a PEM that begins with `-----BEGIN CERTIFICATE-----`",
                ja="`-----BEGIN CERTIFICATE-----` で始まる PEM を指定してください",
            ),
        ) from None
    digest = Hash(SHA256())
    digest.update(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


def _holds(pem: str, domain: str, now: datetime) -> bool:
    if _unfit(pem, domain) is not None:
        return False
    certificate = x509.load_pem_x509_certificate(pem.encode())
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _unfit(pem: str, domain: str) -> Text | None:
    try:
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        return Text(en="it is no certificate", ja="証明書ではありません")
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < _LEAST_BITS:
        return Text(
            en=f"its key is not RSA of {_LEAST_BITS} bits or more",
            ja=f"鍵が {_LEAST_BITS} ビット以上の RSA ではありません",
        )
    if domain.lower() not in _names(certificate):
        return Text(en="it is for another domain", ja="別のドメインの証明書です")
    if not _may_sign(certificate):
        return Text(en="it is not for signatures", ja="署名用の証明書ではありません")
    return None


def _names(certificate: x509.Certificate) -> set[str]:
    """The exact names of a certificate; a wildcard is nobody's domain."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return set()
    return {name.lower() for name in found.value.get_values_for_type(x509.DNSName)}


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    except x509.ExtensionNotFound:
        return True
    return usage.value.digital_signature
