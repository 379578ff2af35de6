"""What a person answered so far, sealed in a hidden field: nothing is kept until they send it.

A draft lives two hours; one that was changed, is of another site, or is too old opens as none,
and the questions begin again.
"""

import secrets
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

from upheld.web import sealing
from upheld.web.site import Site

LIFE = timedelta(hours=2)
_LONGEST = 64_000


@dataclass(slots=True, kw_only=True)
class Draft:
    """Answers so far.

    Attributes:
        key: Makes of two sendings one request.
        residence: `JP`, `US-CA`, `other`; empty before it was answered.
        agent: `none`, or which kind of agent asks; empty before.
        visitor: The id of a link of the company's own site, or of a sign-in with an account; who
            it is stands in `subject`.
        by: `link` or `account`: how they came; empty for everybody else.
        of: The disclosure that showed what is to be corrected; empty for every other request.
        seen: The questions that were answered.
    """

    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    made_at: int = 0
    right: str = ""
    residence: str = ""
    agent: str = ""
    subject: dict[str, str] = field(default_factory=dict, repr=False)
    contact: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    about: dict[str, str] = field(default_factory=dict, repr=False)
    agent_details: dict[str, str] = field(default_factory=dict, repr=False)
    form: str = ""
    grounds: list[str] = field(default_factory=list)
    changes: dict[str, str] = field(default_factory=dict, repr=False)
    message: str = field(default="", repr=False)
    visitor: str = ""
    by: str = ""
    of: str = ""
    seen: list[str] = field(default_factory=list)


def seal(site: Site, draft: Draft) -> str:
    """Return the draft as the form carries it."""
    if not draft.made_at:
        draft.made_at = int(site.clock.now().timestamp())
    return sealing.seal(site, "draft", asdict(draft))


def unseal(site: Site, text: str) -> Draft | None:
    """Return the draft of a form; `None` if it is not ours, or too old."""
    if not text or len(text) > _LONGEST:
        return None
    content = sealing.unseal(site, "draft", text)
    if content is None:
        return None
    known = {one.name for one in fields(Draft)}
    draft = Draft(**{name: value for name, value in content.items() if name in known})
    age = site.clock.now().timestamp() - draft.made_at
    return draft if 0 <= age <= LIFE.total_seconds() else None
