"""Making and using passkeys (W3C WebAuthn level 3): our questions, and how answers are judged.

Keys are discoverable and verify their person (a finger, a face, a code), so that one alone signs
in: there is no name to type, and nothing that can be asked for on a foreign page. This module
loads what it needs for that, and is loaded when somebody first uses a passkey.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from upheld.web.signin import challenges, passkeys, store
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import Site

MAKE, USE = "passkey-make", "passkey-use"
_MOST = 20


def ask_to_make(connection: Connection, site: Site, staff: Staff, browser: str) -> dict[str, Any]:
    """Return what a browser needs to make a passkey, with the ticket of the question."""
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=site.company.in_language(site.language),
        user_id=staff.id.encode(),
        user_name=staff.address,
        user_display_name=staff.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))
            for one in passkeys.passkeys_of(connection, staff)
        ],
    )
    content = {"challenge": bytes_to_base64url(options.challenge)}
    ticket = challenges.ask(connection, site, MAKE, browser, content, staff_id=staff.id)
    return {"ticket": ticket, "options": json.loads(options_to_json(options))}


def make(
    connection: Connection, site: Site, staff: Staff, browser: str, *, answer: "Answer", label: str
) -> bool:
    """Keep a new passkey; say whether the answer was one to our question."""
    asked = challenges.take(connection, site, MAKE, browser, answer.ticket)
    if asked is None or asked.staff_id != staff.id:
        return False
    if len(passkeys.passkeys_of(connection, staff)) >= _MOST:
        return False
    try:
        made = verify_registration_response(
            credential=answer.credential,
            expected_challenge=base64url_to_bytes(asked.content["challenge"]),
            expected_rp_id=site.name,
            expected_origin=site.address,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False
    credential = bytes_to_base64url(made.credential_id)
    if _known(connection, credential) is not None:
        return False
    connection.execute(
        insert(store.passkeys).values(
            credential=credential,
            staff_id=staff.id,
            public_key=made.credential_public_key,
            uses=made.sign_count,
            label=label,
            made_at=site.clock.now(),
        )
    )
    record(connection, site, "staff-passkey-added", staff.id)
    return True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser sent back: the ticket of our question, and the credential as JSON."""

    ticket: str
    credential: dict[str, Any]


def ask_to_use(connection: Connection, site: Site, browser: str) -> dict[str, Any]:
    """Return what a browser needs to use a passkey; it is the person who chooses which."""
    options = generate_authentication_options(
        rp_id=site.name, user_verification=UserVerificationRequirement.REQUIRED
    )
    content = {"challenge": bytes_to_base64url(options.challenge)}
    ticket = challenges.ask(connection, site, USE, browser, content)
    return {"ticket": ticket, "options": json.loads(options_to_json(options))}


def use(connection: Connection, site: Site, browser: str, answer: Answer) -> Staff | None:
    """Return whose passkey answered our question.

    An authenticator whose counter went back is a copy, and counts no longer (WebAuthn 6.1.1).
    """
    asked = challenges.take(connection, site, USE, browser, answer.ticket)
    row = _known(connection, str(answer.credential.get("id", ""))[:1400])
    if asked is None or row is None:
        return None
    try:
        proven = verify_authentication_response(
            credential=answer.credential,
            expected_challenge=base64url_to_bytes(asked.content["challenge"]),
            expected_rp_id=site.name,
            expected_origin=site.address,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    staff = store.staff_by_id(connection, row.staff_id)
    if staff is None or staff.disabled_at is not None:
        return None
    connection.execute(
        update(store.passkeys)
        .where(store.passkeys.c.credential == row.credential)
        .values(uses=proven.new_sign_count, used_at=site.clock.now())
    )
    return staff


def _known(connection: Connection, credential: str) -> Any:
    wanted = select(store.passkeys).where(store.passkeys.c.credential == credential)
    return connection.execute(wanted).one_or_none()
