"""`/console/policy`: the published versions, what each says, and what lies between two of them."""

from datetime import datetime
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.policy.change.compare import compare
from upheld.promises.pages_made import sentences_of
from upheld.versions.archive import Version
from upheld.versions.diff_page import diff_body
from upheld.versions.publishing import sealed
from upheld.web.console.policy.reading import (
    DRAFT,
    archive_of,
    clauses_in_order,
    clauses_of_lines,
    desk_of,
    one_shown,
    policy_named,
    shown,
)
from upheld.web.language import NAMES, language_of
from upheld.web.refused import PageUnknownError
from upheld.web.roles import anyone_signed_in
from upheld.web.routers import Entry
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import finished_page, page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
HERE = "/console/policy"
NAVIGATION = (Entry(path=HERE, label=Text(en="Policy", ja="ポリシー"), order=35),)
STANDING = {
    "coming": ("wait", Text(en="comes into force", ja="適用前")),
    "in-force": ("good", Text(en="in force", ja="適用中")),
    "past": ("none", Text(en="replaced", ja="旧版")),
}
TEXTS = {
    "policy": Text(en="Privacy policy", ja="プライバシーポリシー"),
    "summary": Text(en="Summary", ja="要約"),
    "joint-use": Text(en="Joint use", ja="共同利用"),
    "ai": Text(en="AI", ja="AI"),
    "requests": Text(en="Requests", ja="請求の手続"),
    "processors": Text(en="Processors", ja="委託先"),
    "history": Text(en="History", ja="改定の履歴"),
    "external-transmission": Text(en="External transmission", ja="外部送信"),
    "california": Text(en="California", ja="カリフォルニア州の方へ"),
}
Reader = Annotated[Staff, Depends(anyone_signed_in())]


@router.get(HERE)
def versions(request: Request, _staff: Reader) -> Response:
    """List the versions."""
    found = shown(office_of(request))
    return page(
        request,
        "console/policy/versions.html",
        versions=found,
        before={one.version.version: older.version.version for one, older in pairwise(found)},
        standing=STANDING,
        languages=NAMES,
    )


@router.get(f"{HERE}/version")
def version(request: Request, _staff: Reader, name: str = "") -> Response:
    """Show one version: its seal, its texts, its clauses."""
    office = office_of(request)
    found = one_shown(office, name)
    policy = archive_of(office).policy_of(found.version)
    said = sentences_of(policy)
    return page(
        request,
        "console/policy/version.html",
        one=found,
        standing=STANDING,
        people={kind: person.label.text() for kind, person in policy.people.items()},
        published=datetime.fromisoformat(found.version.published_at),
        texts=[(TEXTS.get(name), name, pages) for name, pages in _texts(found.version).items()],
        languages=NAMES,
        clauses=[(clause, said.get(clause)) for clause in clauses_in_order(policy)],
        promised=set(clauses_of_lines(office.company.policy)),
    )


def _texts(version_: Version) -> dict[str, list[tuple[str, str]]]:
    """Return the pages of a version as people read them: by text, each language and its file."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(version_.files):
        folder, _, file = path.rpartition("/")
        name, _, language = file.removesuffix(".html").rpartition(".")
        if folder == "texts" and file.endswith(".html") and name:
            found.setdefault(name, []).append((language, file))
    return found


@router.get(f"{HERE}/texts/{{sha256}}/{{file}}")
def text(sha256: str, file: str, request: Request, _staff: Reader) -> Response:
    """Show a text of a version, proven, and with nothing in it that runs."""
    desk = desk_of(office_of(request))
    for one in desk.archive.versions():
        files = {known for pages in _texts(one).values() for _, known in pages}
        if one.sha256 == sha256 and file in files:
            sealed(desk.archive, desk.engine, one)
            path = desk.archive.folder_of(one) / "texts" / file
            answer = finished_page(path.read_text("utf-8"))
            answer.headers["content-security-policy"] += "; sandbox"
            return answer
    raise PageUnknownError


@router.get(f"{HERE}/diff")
def diff(request: Request, _staff: Reader, old: str = "", new: str = DRAFT) -> Response:
    """Show what changes from one version to another, or to the draft."""
    office = office_of(request)
    compared = compare(policy_named(office, old), policy_named(office, new))
    published = {one.version.version: one.version for one in shown(office)}
    return page(
        request,
        "console/policy/diff.html",
        compared=compared,
        old=old,
        new=new,
        is_draft=new == DRAFT,
        effective=published[new].effective_day if new in published else None,
        body=diff_body(compared, language_of(request)),
        names=[*published, DRAFT],
    )
