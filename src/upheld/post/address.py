"""One mail address: as people type it, as a header shows it, as a relay takes it."""

import re
import unicodedata
from dataclasses import dataclass, field

import idna

from upheld.refusal import RefusalError
from upheld.wording import Text

_LOCAL_CHARACTERS = 64
_ADDRESS_CHARACTERS = 254
"""RFC 5321, section 4.5.3.1."""
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_DOT_ATOM = re.compile(rf"{_ATEXT}+(\.{_ATEXT}+)*")
_DOTTED = re.compile(rf"({_ATEXT}|\.)+")
"""With dots in places where the standard has none: mobile carriers of Japan gave such addresses
out for years, and they are written quoted."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class AddressUnusableError(RefusalError):
    """A text is no mail address to which mail can be sent."""

    code = "mail-address-unusable"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, and the name shown before it, if any. Its `repr` shows neither."""

    local: str = field(repr=False)
    domain: str = field(repr=False)
    name: str = field(default="", repr=False)

    @property
    def wire(self) -> str:
        """The address as a relay takes it: ASCII, quoted where the standard asks for it."""
        local = self.local if _DOT_ATOM.fullmatch(self.local) else f'"{self.local}"'
        return f"{local}@{self.domain}"

    def same(self, other: "Mailbox") -> bool:
        """Say whether both are the same mailbox; names and capitals do not count."""
        return self.wire.casefold() == other.wire.casefold()


def read_address(text: str, *, name: str = "") -> Mailbox:
    """Read an address as typed: full-width signs and international domains are accepted.

    Raises:
        AddressUnusableError: Mail cannot be sent there, or a line break hides in it.
    """
    if UNPRINTABLE.search(text) or UNPRINTABLE.search(name):
        raise _unusable()
    plain = unicodedata.normalize("NFKC", text).strip()
    local, _at, domain = plain.rpartition("@")
    if local.startswith('"') and local.endswith('"'):
        local = local[1:-1]
    if not _DOTTED.fullmatch(local) or len(local) > _LOCAL_CHARACTERS:
        raise _unusable()
    if domain == "localhost":  # mail of this machine, where nothing else is set up yet
        return Mailbox(local, domain, name)
    if "." not in domain:
        raise _unusable()
    try:
        encoded = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
    except idna.IDNAError:
        raise _unusable() from None
    if encoded.replace(".", "").isdigit() or len(local) + len(encoded) >= _ADDRESS_CHARACTERS:
        raise _unusable()
    return Mailbox(local, encoded, name)


def _unusable() -> AddressUnusableError:
    return AddressUnusableError(
        Text(
            en="this is not a mail address to which mail can be sent",
            ja="メールを送れるアドレスではありません",
        ),
        remedy=Text(
            en="write one address such as `name@example.com`",
            ja="`name@example.com` の形のアドレスを 1 つだけ書いてください",
        ),
    )
