"""Addresses with a password in them: the password alone is the secret."""

import re

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets.strength import is_placeholder, is_random

_NAMED = re.compile(
    r"(?:(?:my|your|the|some|new|db|database|user|username)[_-]?)?"
    r"(?:password|passwd|pass|pwd|pw|secret|token)|guest|user|パスワード|トークン|シークレット",
    re.IGNORECASE,
)
"""What manuals write in a password's place: the word for it, also as the name of a variable."""


def is_own(value: str) -> bool:
    """Whether somebody chose it: not a placeholder, and not the word for a password."""
    return not is_placeholder(value) and _NAMED.fullmatch(value) is None


RULES: tuple[Rule, ...] = (
    Rule(
        id="secret.address-password",
        kind="secret",
        pattern=r"[a-zA-Z][a-zA-Z0-9+.-]{1,30}://[^\s:/?#@'\"<>\[\]{}|]{0,64}:(?P<value>[^\s/?#@'\"<>]{3,200})@[A-Za-z0-9\[{$]",
        source="RFC 3986 section 3.2.1, user information",
        check=is_own,
        edges="none",
        confidence=0.97,
        gate="://[^/@]{0,64}:[^/@]{3,200}@",
        longest=320,
    ),
    Rule(
        id="secret.address-key",
        kind="secret",
        pattern=r"[a-zA-Z][a-zA-Z0-9+.-]{1,30}://(?P<value>[A-Za-z0-9_-]{20,200})@[A-Za-z0-9]",
        source="RFC 3986 section 3.2.1, user information; Sentry, DSN: the key before the host",
        check=lambda value: is_own(value) and is_random(value),
        edges="none",
        confidence=0.95,
        gate="://[A-Za-z0-9_-]{20,200}@",
        longest=320,
    ),
    Rule(
        id="secret.connection-password",
        kind="secret",
        pattern=r"(?i)(?:password|pwd|accountkey|sharedaccesskey|sharedsecret)\s{0,3}=\s{0,3}(?P<value>[^\s;'\"<>]{4,200});",
        source="Microsoft, SQL Server and Azure connection string syntax",
        check=is_own,
        edges="none",
        confidence=0.95,
        longest=240,
    ),
    Rule(
        id="secret.authorization",
        kind="secret",
        pattern=r"(?i)(?:authorization|proxy-authorization)['\"]?\s{0,3}[:=]\s{0,3}['\"]?(?:bearer|basic|token|apikey|digest|negotiate|ssws)\s{1,3}(?P<value>[A-Za-z0-9+/=._~-]{8,4000})",
        source="RFC 9110 section 11.6.2, RFC 6750, RFC 7617",
        check=is_own,
        edges="none",
        confidence=0.97,
        gate="(?i)authorization",
        longest=4096,
    ),
    Rule(
        id="secret.bearer",
        kind="secret",
        pattern=r"(?:Bearer|Basic) (?P<value>[A-Za-z0-9+/._~-]{20,2000}={0,2})",
        source="RFC 6750, RFC 7617",
        check=lambda value: is_own(value) and any(char.isdigit() for char in value),
        confidence=0.9,
        gate="(?:Bearer|Basic) [A-Za-z0-9+/._~-]{20}",
        longest=2048,
    ),
    Rule(
        id="secret.otpauth",
        kind="secret",
        pattern=r"otpauth://[^\s'\"<>]{1,200}?secret=(?P<value>[A-Za-z2-7]{16,128})",
        source="Key URI format of authenticator applications",
        confidence=0.98,
        gate="otpauth://",
        longest=400,
    ),
    Rule(
        id="secret.command-user",
        kind="secret",
        pattern=r"(?:curl|http|wget)\b[^\n|;]{0,200}?\s(?:-u|--user)[ =]['\"]?[^\s:'\"]{1,64}:(?P<value>[^\s'\"]{4,128})",
        source="curl manual page, --user",
        check=is_own,
        edges="none",
        confidence=0.95,
        gate=r"(?:-u|--user)[ =]",
        longest=420,
    ),
    Rule(
        id="secret.command-password",
        kind="secret",
        pattern=r"(?:sshpass|docker login|mysql|mysqldump|podman login|helm|htpasswd|net use|sqlcmd|redis-cli)\b[^\n|;]{0,120}?\s(?:-p|-P|-a|--password|--pass)[ =]?['\"]?(?P<value>[^\s'\"-][^\s'\"]{5,128})",
        source="Manual pages of sshpass(1), mysql(1), docker-login(1), redis-cli(1)",
        check=is_own,
        edges="none",
        confidence=0.95,
        gate=r"\s(?:-p|-P|-a|--pass)",
        longest=320,
    ),
)
