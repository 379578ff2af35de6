"""Invented secrets in documented formats: random letters behind the real prefixes, no live value.

They are put together here so that no whole token stands in a source file; the JSON Lines
escape every tenth character of each (`\\u005f`), which any JSON reader undoes.
"""

import binascii
from base64 import b64encode, urlsafe_b64encode
from random import Random
from string import ascii_letters, ascii_lowercase, ascii_uppercase
from string import digits as decimals

BASE62 = decimals + ascii_uppercase + ascii_lowercase
HEX = decimals + "abcdef"


def some(rng: Random, count: int, alphabet: str = BASE62) -> str:
    """That many characters of an alphabet."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def with_crc(rng: Random, prefix: str) -> str:
    """A GitHub-style token: 30 characters and a CRC-32 of them in six base-62 digits."""
    body = some(rng, 30)
    left, check = binascii.crc32(body.encode()), ""
    for _ in range(6):
        left, place = divmod(left, 62)
        check = BASE62[place] + check
    return prefix + body + check


def jwt(rng: Random) -> str:
    """A signed-looking JSON Web Token with a random signature."""
    parts = (
        b'{"alg":"HS256","typ":"JWT"}',
        f'{{"sub":"{some(rng, 12)}","iat":1790000000}}'.encode(),
    )
    head, body = (urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    return f"{head}.{body}.{some(rng, 43, BASE62 + '-_')}"


def pem(rng: Random, kind: str) -> str:
    """A private-key block of random bytes: no key that any program would load."""
    lines = [some(rng, 64, BASE62 + "+/") for _ in range(3)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----"])


def base64(rng: Random, size: int) -> str:
    """Base64 of that many random bytes."""
    return b64encode(rng.randbytes(size)).decode()


def token(rng: Random, form: str) -> str:
    """One secret of the named format."""
    if form in PREFIXED:
        prefix, length, alphabet = PREFIXED[form]
        return prefix + some(rng, length, alphabet)
    return {
        "github": lambda: with_crc(rng, "ghp_"),
        "githuboauth": lambda: with_crc(rng, "gho_"),
        "githubapp": lambda: with_crc(rng, "ghs_"),
        "githubfine": lambda: f"github_pat_{some(rng, 22)}_{some(rng, 59)}",
        "awssecret": lambda: some(rng, 40, BASE62 + "/+"),
        "jwt": lambda: jwt(rng),
        "rsa": lambda: pem(rng, "RSA PRIVATE KEY"),
        "ec": lambda: pem(rng, "EC PRIVATE KEY"),
        "pkcs8": lambda: pem(rng, "PRIVATE KEY"),
        "openssh": lambda: pem(rng, "OPENSSH PRIVATE KEY"),
        "sendgrid": lambda: f"SG.{some(rng, 22)}.{some(rng, 43)}",
        "slackbot": lambda: (
            f"xoxb-{some(rng, 12, decimals)}-{some(rng, 12, decimals)}-{some(rng, 24)}"
        ),
        "slackhook": lambda: (
            f"https://hooks.slack.com/services/T{some(rng, 8, ascii_uppercase)}"
            f"/B{some(rng, 8, ascii_uppercase)}/{some(rng, 24)}"
        ),
        "openai": lambda: f"sk-proj-{some(rng, 24)}T3BlbkFJ{some(rng, 24)}",
        "anthropic": lambda: f"sk-ant-api03-{some(rng, 93, BASE62 + '-_')}AA",
        "telegram": lambda: f"{some(rng, 9, '123456789')}:AA{some(rng, 33, BASE62 + '-_')}",
        "discord": lambda: f"M{some(rng, 23)}.{some(rng, 6)}.{some(rng, 27, BASE62 + '-_')}",
        "azure": lambda: base64(rng, 64),
        "line": lambda: base64(rng, 128),
        "mailgun": lambda: f"key-{some(rng, 32, HEX)}",
        "mailchimp": lambda: f"{some(rng, 32, HEX)}-us{rng.randrange(1, 21)}",
        "airtable": lambda: f"pat{some(rng, 14)}.{some(rng, 64, HEX)}",
        "terraform": lambda: f"{some(rng, 14)}.atlasv1.{some(rng, 64)}",
        "brevo": lambda: f"xkeysib-{some(rng, 64, HEX)}-{some(rng, 16)}",
        "tailscale": lambda: f"tskey-auth-{some(rng, 11)}CNTRL-{some(rng, 32)}",
        "dynatrace": lambda: f"dt0c01.{some(rng, 24, ascii_uppercase + decimals)}.{some(rng, 64)}",
        "sas": lambda: base64(rng, 32).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
        "uuid": lambda: "-".join(some(rng, size, HEX) for size in (8, 4, 4, 4, 12)),
        "password": lambda: (
            rng.choice(("Kumo", "Tsuki", "River", "Maple", "Sora"))
            + rng.choice("!#%@_-")
            + some(rng, 4, decimals)
            + some(rng, 4, ascii_letters)
        ),
        "basic": lambda: b64encode(f"svc-{some(rng, 5)}:{some(rng, 14)}".encode()).decode(),
    }[form]()


PREFIXED = {
    "aws": ("AKIA", 16, ascii_uppercase + "234567"),
    "awstemp": ("ASIA", 16, ascii_uppercase + "234567"),
    "gitlab": ("glpat-", 20, BASE62),
    "stripe": ("sk_live_", 24, BASE62),
    "stripetest": ("sk_test_", 24, BASE62),
    "stripehook": ("whsec_", 32, BASE62),
    "npm": ("npm_", 36, BASE62),
    "pypi": ("pypi-AgEIcHlwaS5vcmc", 70, BASE62 + "-_"),
    "google": ("AIzaSy", 33, BASE62 + "-_"),
    "googlesecret": ("GOCSPX-", 28, BASE62 + "-_"),
    "huggingface": ("hf_", 34, ascii_letters),
    "digitalocean": ("dop_v1_", 64, HEX),
    "shopify": ("shpat_", 32, HEX),
    "databricks": ("dapi", 32, HEX),
    "vault": ("hvs.", 90, BASE62),
    "linear": ("lin_api_", 40, BASE62),
    "grafana": ("glsa_", 32, BASE62),
    "doppler": ("dp.pt.", 43, BASE62),
    "twilio": ("SK", 32, HEX),
    "postman": ("PMAK-", 59, HEX),
    "age": ("AGE-SECRET-KEY-1", 58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"),
    "sentry": ("sntrys_", 60, BASE62),
    "square": ("EAAA", 60, BASE62),
    "figma": ("figd_", 40, BASE62),
    "notion": ("ntn_", 46, BASE62),
    "supabase": ("sbp_", 40, HEX),
    "planetscale": ("pscale_tkn_", 43, BASE62),
    "fly": ("fo1_", 43, BASE62),
    "rubygems": ("rubygems_", 48, HEX),
    "crates": ("cio", 32, BASE62),
    "nuget": ("oy2", 43, ascii_lowercase + decimals),
    "docker": ("dckr_pat_", 27, BASE62 + "-_"),
    "buildkite": ("bkua_", 40, HEX),
    "newrelic": ("NRAK-", 27, ascii_uppercase + decimals),
    "pulumi": ("pul-", 40, HEX),
    "replicate": ("r8_", 37, BASE62),
    "groq": ("gsk_", 52, BASE62),
    "perplexity": ("pplx-", 48, BASE62),
    "atlassian": ("ATATT3xFfGF0", 180, BASE62 + "-_"),
    "okta": ("00", 40, BASE62 + "-_"),
    "easypost": ("EZAK", 54, BASE62),
    "contentful": ("CFPAT-", 43, BASE62 + "-_"),
    "sourcegraph": ("sgp_", 40, HEX),
    "sonar": ("squ_", 40, HEX),
    "hex32": ("", 32, HEX),
    "hex40": ("", 40, HEX),
    "hex64": ("", 64, HEX),
    "b20": ("", 20, BASE62),
    "b32": ("", 32, BASE62),
    "b40": ("", 40, BASE62),
}
