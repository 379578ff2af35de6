"""Addresses and identifiers of devices."""

import ipaddress

from upheld.detection.checks.digits import luhn, only, varied

_VERSION_LIKE = 20


def ip(value: str) -> bool:
    """An address that some device can have: no loopback, mask, group, or network as a whole."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return False
    if address.version == 6:  # noqa: PLR2004 - the protocol's own number
        return not address.is_reserved
    return not value.startswith(("0.", "255."))


def ip_not_version(value: str) -> bool:
    """The same, and not four small numbers, which are a version more often."""
    return ip(value) and max(int(part) for part in value.split(".")) > _VERSION_LIKE


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
