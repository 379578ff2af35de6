"""An account and what opens it, without a word for either: `root / P@ssw0rd!`.

Roles, paths and choices stand beside a stroke as well (`admin / editor`), so the value must be one
that nobody takes for a word, and what stands before it the name of an account or a mail address.
"""

import re
from dataclasses import replace

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets import spelling as s
from upheld.detection.rules.secrets.assigned import typed
from upheld.detection.rules.secrets.strength import PRODUCTS, is_chosen, is_password

_OF_MACHINES = "root|admin(?:istrator)?|sa|sysadmin|superuser|postgres|mysql|oracle|ubuntu|debian|centos|ec2-user|管理者"
_OTHERS = (
    "system|sys|operator|dba|mongo|redis|pi|vagrant|jenkins|tomcat|deploy(?:er)?|service|backup|guest|test(?:er)?"
    "|demo|user(?:name)?[0-9]{0,3}|manager|ユーザー名?"
)
"""Names of accounts that are words of settings as well: behind a stroke alone they name an account."""
_SHORTEST = 8
"""Shorter ones are versions, rooms and parts: `guest / Room#12`, `user / C++17`."""


_CODE = re.compile(r"//|.*[(]|\d{2,5}/|[\w.-]+#\d+$|[\w.-]+@v?\d")
"""The rest of an address, its port, a call, the number of an issue, the version of a package."""


def is_for_an_account(value: str) -> bool:
    """Whether it can be nothing but a password: long enough, chosen, with a sign words do not have."""
    return (
        len(value) >= _SHORTEST
        and any(char in "!#$%&*+=@^~?" for char in value)
        and not _CODE.match(value)
        and not value.lower().startswith(PRODUCTS)
        and is_chosen(value)
    )


_VERSION = re.compile(r"v?\d+(?:\.\d+)+")
_BASIC = r"(?i:basic)(?:認証|[ -](?i:auth))"


def is_for_basic(value: str) -> bool:
    """Whether it is a password where basic authentication is spoken of: no port, no version."""
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    coded = _CODE.match(value) or _VERSION.match(value) or value.lower().startswith(PRODUCTS)
    return letters and digits and not coded and is_password(value)


def _pair(form: str, account: str) -> Rule:
    # An exclamation mark at the end is the password's here: no sentence goes on behind a stroke.
    return replace(
        typed(form, rf"{account}{s.TYPED_ASCII}"),
        check=is_for_an_account,
        not_after=r"[\w./@-]",
    )


RULES: tuple[Rule, ...] = (
    _pair("account-machine", rf"(?i)(?:{_OF_MACHINES})(?: ?[/:,] ?| [|-] |\t)"),
    _pair("account-stroke", rf"(?i)(?:{_OTHERS})(?: ?/ | \| |\t)"),
    replace(
        _pair("account-mail", r"[\w.+-]{1,48}@[\w.-]{3,64}(?: ?/ |: ?|\t)"),
        gate=r"@[\w.-]{3,64}(?: ?/ |: ?|\t)[!-~]{4}",
        pivot="@",
        lead=r"[\w.+-]",
    ),
    replace(
        typed(
            "account-basic",
            rf"{_BASIC}(?:[A-Za-z' ]{{0,40}}|[ぁ-んァ-ヶー一-龠]{{0,12}})[ :]{{0,2}}{s.OPEN}[A-Za-z][\w.+-]{{1,40}}:{s.TYPED_ASCII}",
            is_for_basic,
        ),
        gate=_BASIC,
    ),
    replace(
        typed(
            "account-before-basic",
            rf"[A-Za-z][\w.+-]{{1,40}}:{s.TYPED_ASCII}[」』\"')]?(?: ?(?:[のがはをで]|という) ?| (?:is |as |for )?(?:the |our |my )?){_BASIC}",
            is_for_basic,
        ),
        not_after=r"[\w./@-]",
        gate=_BASIC,
    ),
)
