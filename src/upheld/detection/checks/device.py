"""Addresses and identifiers of devices."""

import ipaddress
from socket import AF_INET, inet_pton

from upheld.detection.checks.digits import luhn, only, varied

_VERSION_LIKE = 20
_NO_DEVICE = frozenset({0, 127, 255})
"""First octets of networks as a whole, of oneself, of masks (RFC 6890)."""
_GROUPS = 0b1110
"""How first octets of groups begin (RFC 5771)."""


def ip(value: str) -> bool:
    """An address that some device can have: no loopback, mask, group, or network as a whole."""
    if ":" not in value:
        return bool(_octets(value))
    try:
        address = ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return not (
        address.is_loopback or address.is_unspecified or address.is_multicast or address.is_reserved
    )


def ip_not_version(value: str) -> bool:
    """The same with four parts, and not four small numbers, which are a version more often."""
    return max(_octets(value), default=0) > _VERSION_LIKE


def _octets(value: str) -> bytes:
    """The four of an address that a device can have; else none.

    It is called for every four numbers in a text, and `ipaddress` takes fifteen times as long.
    """
    try:
        octets = inet_pton(AF_INET, value)
    except OSError:
        return b""
    first = octets[0]
    return b"" if first in _NO_DEVICE or first >> 4 == _GROUPS else octets


def mac(value: str) -> bool:
    """Six octets that are not all the same (nothing, and everybody)."""
    return varied(value.replace(":", "").replace("-", "").replace(".", "").lower())


def uuid(value: str) -> bool:
    """Not the nil UUID, which stands for nobody (what a limited advertising id is set to)."""
    return varied(value.replace("-", "").lower())


def imei(value: str) -> bool:
    """Fifteen digits, the last by Luhn (3GPP TS 23.003 annex B)."""
    digits = only(value)
    return varied(digits) and luhn(digits)


def hexadecimal(value: str) -> bool:
    """Digits and letters both: neither a number nor a word."""
    return any(char.isdigit() for char in value) and any(char.isalpha() for char in value)


def has_digit(value: str) -> bool:
    """Not a word alone: what stands for somebody is counted or drawn."""
    return any(char.isdigit() for char in value)
