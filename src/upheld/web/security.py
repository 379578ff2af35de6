"""What every answer says to the browser about what it may do with it."""

from starlette.datastructures import MutableHeaders

_HSTS_SECONDS = 2 * 365 * 24 * 3600

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline and nothing from elsewhere (CSP level 3)."""

_ALWAYS = {
    "x-content-type-options": "nosniff",
    # With `no-referrer` browsers send our own forms with `Origin: null`, as a foreign page would.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "x-permitted-cross-domain-policies": "none",
}


def secure_headers(headers: MutableHeaders, *, https: bool) -> None:
    """Add what is missing; a route that must differ says so in its own response."""
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", CONTENT_POLICY)
    # Pages are about one person: no cache may keep them, and `back` after sign-out shows nothing.
    headers.setdefault("cache-control", "no-store")
    if https:
        headers.setdefault("strict-transport-security", f"max-age={_HSTS_SECONDS}")
