"""Who may call a route: said at the route itself, checked before it, and readable by a test.

Every route depends on exactly one of `allow(…)` (staff with one of these roles), `scoped(…)` (a
program with a token) or `public`. `application.create` refuses to start with one that does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.requests import Request
from starlette.routing import BaseRoute

from upheld.web.refused import RoleMissingError, SignInNeededError
from upheld.web.signin.staff import Staff
from upheld.wording import Text

Role: TypeAlias = Literal["privacy_officer", "engineer", "approver", "auditor", "viewer"]

ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: Mapping[Role, Text] = {
    "privacy_officer": Text(en="privacy officer", ja="個人情報保護担当"),
    "engineer": Text(en="engineer", ja="エンジニア"),
    "approver": Text(en="approver", ja="承認者"),
    "auditor": Text(en="auditor", ja="監査人"),
    "viewer": Text(en="viewer", ja="閲覧者"),
}
ROLE_DUTIES: Mapping[Role, Text] = {
    "privacy_officer": Text(
        en="decides requests, writes answers, manages staff and settings",
        ja="請求の判断、回答の作成、職員と設定の管理",
    ),
    "engineer": Text(
        en="data maps, connectors, carrying out of approved plans",
        ja="データマップ、接続、承認済みの計画の実行",
    ),
    "approver": Text(en="approves plans", ja="計画の承認"),
    "auditor": Text(
        en="reads everything and the evidence, changes nothing", ja="全体と証拠の閲覧(変更不可)"
    ),
    "viewer": Text(
        en="sees how things stand, and no person's data", ja="状況の閲覧(個人の情報を除く)"
    ),
}
"""What each role is for, as the page of staff says it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A dependency that lets staff with one of these roles through, and returns who it is."""

    roles: frozenset[Role]
    fresh: bool = False

    def __call__(self, request: Request) -> Staff:
        """Return who is signed in.

        Raises:
            SignInNeededError: Nobody is, or no longer.
            RoleMissingError: They have none of the roles.
            AgainNeededError: The act needs a fresh proof of who they are.
        """
        from upheld.web.signin.keeping import require_fresh, session_of

        session = session_of(request)
        if session is None:
            raise SignInNeededError
        if self.roles.isdisjoint(session.staff.roles):
            raise RoleMissingError
        if self.fresh:
            require_fresh(request, session)
        return session.staff


def allow(*roles: Role, fresh: bool = False) -> Allowed:
    """Return the dependency for staff with one of these roles.

    Args:
        roles: At least one.
        fresh: Whether the act is dangerous, so that a passkey or password must have been given
            within the last minutes.
    """
    if not roles or set(roles) - set(ROLES):
        raise ValueError("`allow` names at least one role, and only roles that exist")
    return Allowed(frozenset(roles), fresh)


def anyone_signed_in() -> Allowed:
    """Return the dependency for staff of any role."""
    return allow(*ROLES)


def public() -> None:
    """Say that a route is for everyone; what it shows is known to everyone, or proven otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may call one route.

    Attributes:
        path: Its address, with the names of its parts.
        methods: How it is called.
        open_to: `public`, `staff` or `token`.
        roles: Which staff.
        fresh: Whether a fresh proof is asked for.
        scope: What a token must allow.
    """

    path: str
    methods: tuple[str, ...]
    open_to: Literal["public", "staff", "token"]
    roles: frozenset[Role] = frozenset()
    fresh: bool = False
    scope: str | None = None


class RouteOpenError(TypeError):
    """A route says not, or not clearly, who may call it: a mistake of its author."""


def access_list(routes: Sequence[BaseRoute]) -> list[Access]:
    """Return who may call each route.

    Raises:
        RouteOpenError: One of them does not say it.
    """
    return [_access(route) for route in iter_route_contexts(list(routes))]


def _access(route: RouteContext) -> Access:
    from upheld.web.signin.tokens import Scoped

    about: dict[str, Any] = {"path": route.path, "methods": tuple(sorted(route.methods or ()))}
    # What is mounted, or is no route of the framework's own, has no dependencies and is refused.
    dependant = getattr(route, "dependant", None)
    calls = list(_calls(dependant)) if isinstance(dependant, Dependant) else []
    allowed = [one for one in calls if isinstance(one, Allowed)]
    scopes = [one for one in calls if isinstance(one, Scoped)]
    ways = bool(allowed) + bool(scopes) + (public in calls)
    if ways != 1:
        raise RouteOpenError(
            f"`{route.path}` must depend on one of `allow(…)`, `scoped(…)` and `public`"
        )
    if allowed:
        # Several must all let through, as a router's and its route's do.
        roles = frozenset.intersection(*(one.roles for one in allowed))
        return Access(
            **about, open_to="staff", roles=roles, fresh=any(one.fresh for one in allowed)
        )
    if scopes:
        return Access(**about, open_to="token", scope=scopes[-1].scope)
    return Access(**about, open_to="public")


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
