"""Passwords: argon2id, counted before they are compared, equal in time for people we do not know.

Five wrong ones in a row lock the password (not passkeys, nor the company's own sign-in) for five
minutes, five more for ten, and so on up to an hour. The answer never says which of address,
password and lock it was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, bindparam, select, text, update

from upheld.web.signin import store
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import Site
from upheld.wording import Text

LEAST = 12
"""Characters (NIST SP 800-63B asks for eight, or fifteen where there is nothing else)."""
_DIFFERENT = 5
_ATTEMPTS = 5
_FIRST_LOCK = timedelta(minutes=5)
_LONGEST_LOCK = timedelta(hours=1)
_NOBODY = "nobody"
_KEPT = timedelta(days=3_650)
_FIRST = text(
    "INSERT INTO staff_challenge (token_hash, kind, content, ends_at) "
    f"VALUES ('{_NOBODY}', '{_NOBODY}', '{{}}', :ends_at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("ends_at", type_=store.Instant()))
_AT_ONCE = BoundedSemaphore(2)
"""Each hash takes 19 MiB and a core: more at once would only starve every other page."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store knows about an account before its password is compared."""

    staff: Staff
    hash: str | None


def hash_password(password: str) -> str:
    """Return what the store keeps of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def weakness(password: str, *, about: tuple[str, ...]) -> Text | None:
    """Say why a password is too weak, or nothing.

    Args:
        password: As it was typed.
        about: What everyone can know: the name, the address.
    """
    if len(password) < LEAST:
        return Text(
            en=f"use at least {LEAST} characters; several words in a row are easy to remember",
            ja=f"{LEAST} 文字以上にしてください。いくつかの単語をつなげると覚えやすくなります",
        )
    if len(set(password)) < _DIFFERENT:
        return Text(en="use more different characters", ja="もっと多くの種類の文字を使ってください")
    known = [part.lower() for one in about for part in one.split("@") if len(part) > 3]  # noqa: PLR2004
    if any(part in password.lower() for part in known):
        return Text(
            en="leave your name and address out of it",
            ja="お名前やメールアドレスを含めないでください",
        )
    return None


def check(site: Site, address: str, password: str) -> Staff | None:
    """Return whose address and password these are.

    An attempt is counted before its password is compared, so that a thousand at once are
    no more than a thousand one after the other.
    """
    with site.engine.begin() as connection:
        kept = _count(connection, site, address)
    known = kept is not None and kept.hash is not None
    right = _fits(kept.hash if kept is not None and kept.hash else _nobodys(), password)
    if kept is None or not known or not right or kept.staff.disabled_at is not None:
        return None
    with site.engine.begin() as connection:
        store.change_staff(connection, kept.staff.id, wrong_in_a_row=0, locked_until=None)
    return kept.staff


def set_password(connection: Connection, id_: str, hashed: str) -> None:
    """Keep a new password's hash; a lock of the old one is over."""
    store.change_staff(connection, id_, password_hash=hashed, wrong_in_a_row=0, locked_until=None)


def _count(connection: Connection, site: Site, address: str) -> _Kept | None:
    """Count one attempt; nothing is returned where none may be made."""
    mine, now = store.staff.c, site.clock.now()
    row = connection.execute(
        update(store.staff)
        .where(mine.address_key == address.lower())
        .where(mine.locked_until.is_(None) | (mine.locked_until <= now))
        .values(wrong_in_a_row=mine.wrong_in_a_row + 1)
        .returning(mine.id, mine.wrong_in_a_row, mine.password_hash)
    ).one_or_none()
    if row is None:
        _do_as_much(connection, now)
        return None
    if row.wrong_in_a_row % _ATTEMPTS == 0:
        until = now + _lock(row.wrong_in_a_row)
        store.change_staff(connection, row.id, locked_until=until)
        record(connection, site, "staff-password-locked", row.id, attempts=row.wrong_in_a_row)
    staff = store.staff_by_id(connection, row.id)
    return None if staff is None else _Kept(staff, row.password_hash)


def _do_as_much(connection: Connection, now: datetime) -> None:
    """Read and write as for an account that is there: a commit to the disk can be timed."""
    mine = store.challenges.c
    mark = update(store.challenges).where(mine.token_hash == _NOBODY).values(ends_at=now + _KEPT)
    if not connection.execute(mark).rowcount:
        # Two may both be the first ever: one inserts, the other waits for it here.
        connection.execute(_FIRST, {"ends_at": now + _KEPT})
    connection.execute(select(store.staff).where(store.staff.c.id == "")).one_or_none()


def locked(staff: Staff, now: datetime) -> bool:
    """Say whether someone's password is locked."""
    return staff.locked_until is not None and now < staff.locked_until


def _lock(attempts: int) -> timedelta:
    doubled = 1 << min(attempts // _ATTEMPTS - 1, 10)
    return min(_FIRST_LOCK * doubled, _LONGEST_LOCK)


def _fits(kept: str, password: str) -> bool:
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has, for addresses that nobody has."""
    return _HASHER.hash("nobody has this password")
