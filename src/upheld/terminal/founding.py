"""Making a workspace: nothing is written before the database has answered."""

import json
from pathlib import Path

from upheld.connectors import catalogue
from upheld.connectors.contract import PlaceName
from upheld.documents.secret_file import write_secret
from upheld.evidence.signing import create_key
from upheld.policy import template
from upheld.refusal import UsageError
from upheld.settings import FILE_NAME, absolute_url, has_password
from upheld.wording import Text


def found(folder: Path, name: str, *, db: str | None, system: str | None, drill: bool) -> list[str]:
    """Make a workspace; return the files made, in order.

    Raises:
        UsageError: There is one already.
        PlaceUnreachableError: The database does not answer; nothing is made.
    """
    if (folder / FILE_NAME).exists():
        raise UsageError(
            Text(
                en=f"`{folder}` is a workspace already", ja=f"`{folder}` はすでにワークスペースです"
            ),
            remedy=Text(
                en="choose another name; nothing was changed",
                ja="別の名前を選んでください。何も変更していません",
            ),
        )
    url = absolute_url(db, Path.cwd()) if db is not None else None
    if url is not None and system is not None:
        place = catalogue.connect(PlaceName(system), url)
        try:
            next(place.collections(), None)
        finally:
            place.close()
    made = []
    for part in ("policy", "datamap", "secrets"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "secrets").chmod(0o700)
    if url is not None and system is not None and has_password(url):
        write_secret(folder / "secrets" / f"{system}.url", url)
        made.append(f"secrets/{system}.url")
    create_key(folder / "secrets" / "signing.key", name, public=folder / "upheld.pub")
    (folder / "policy" / "policy.yaml").write_text(
        template.minimal(id_=_word(name), company=name), "utf-8"
    )
    (folder / ".gitignore").write_text("secrets/\n.upheld/\n", "utf-8")
    (folder / FILE_NAME).write_text(_settings(name, system, url, drill), "utf-8")
    return [FILE_NAME, "policy/policy.yaml", "upheld.pub", "secrets/signing.key", *made]


def _word(name: str) -> str:
    word = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
    return word if word[:1].isalpha() else f"policy-{word}"


def _settings(name: str, system: str | None, url: str | None, drill: bool) -> str:
    lines = [
        "# The workspace. Secrets never stand here: they come from a file (0600) or the environment.",
        "# ワークスペースの設定。秘密はここに書かず、ファイル(0600)か環境変数に置きます。",
        f"company: {json.dumps(name)}",
        "timezone: Asia/Tokyo",
    ]
    if drill:
        lines.append("drill: true                 # UPHELD_NOW may simulate the clock")
    if system is None or url is None:
        lines.append('systems: {}                 # e.g. shop: {url: "sqlite:///shop.db"}')
    else:
        place = (
            f"{{file: secrets/{system}.url}}"
            if has_password(url)
            else f"{{url: {json.dumps(url)}}}"
        )
        lines += ["systems:", f"  {system}: {place}"]
    return "\n".join(lines) + "\n"
