"""Checksums inside tokens: a token with a wrong one was never issued."""

import binascii
from string import ascii_lowercase, ascii_uppercase, digits

_BASE62 = digits + ascii_uppercase + ascii_lowercase
_CHECK_LENGTH = 6


def with_crc(token: str) -> bool:
    """Whether the last six signs are the CRC-32 of what stands between the prefix and them.

    In base 62, digits before capitals before small letters (GitHub Blog, "Behind GitHub's new
    authentication token formats").
    """
    body = token.rpartition("_")[2]
    value, check = binascii.crc32(body[:-_CHECK_LENGTH].encode()), ""
    for _ in range(_CHECK_LENGTH):
        value, place = divmod(value, len(_BASE62))
        check = _BASE62[place] + check
    return body[-_CHECK_LENGTH:] == check
