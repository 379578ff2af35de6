"""Making a workspace: nothing is written before the database has answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from upheld.connectors import catalogue
from upheld.connectors.contract import PlaceName
from upheld.documents.secret_file import write_secret
from upheld.evidence.signing import create_key
from upheld.examples import gallery, stores
from upheld.policy import template
from upheld.refusal import UsageError
from upheld.settings import FILE_NAME, absolute_url, has_password
from upheld.wording import Text

MINIMAL = "minimal"
_DRILL = "drill: true                 # UPHELD_NOW may simulate the clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a workspace starts with.

    Attributes:
        template: `minimal`, or an example of `examples.gallery`.
        samples: Whether the example's data maps and stores of invented people come too.
        cache: The URL of a Valkey server that the samples' cache goes into.
    """

    template: str = MINIMAL
    samples: bool = False
    cache: str | None = None


def found(
    folder: Path,
    name: str,
    *,
    db: str | None = None,
    system: str | None = None,
    drill: bool,
    start: Start | None = None,
) -> list[str]:
    """Make a workspace; return the files made, in order.

    Raises:
        UsageError: There is one already, or no such template.
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
    start = start or Start()
    texts = _policy(start.template, name)
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
    for file, text in texts.items():
        (folder / "policy" / file).write_text(text, "utf-8")
    (folder / ".gitignore").write_text("secrets/\n.upheld/\ndata/\n", "utf-8")
    settings = _settings(name, system, url, drill)
    if start.samples:
        example = gallery.example(start.template)
        settings, more = _samples(folder, name, example, start, drill)
        made += more
    (folder / FILE_NAME).write_text(settings, "utf-8")
    policy = [f"policy/{file}" for file in texts]
    return [FILE_NAME, *policy, "upheld.pub", "secrets/signing.key", *made]


def _policy(chosen: str, name: str) -> Mapping[str, str]:
    if chosen == MINIMAL:
        return {"policy.yaml": template.minimal(id_=_word(name), company=name)}
    return gallery.example(chosen).policy_for(name, _word(name))


def _samples(
    folder: Path, name: str, example: gallery.Example, start: Start, drill: bool
) -> tuple[str, list[str]]:
    """Write maps, READMEs and stores; return the settings and what was made."""
    made = []
    for file, text in example.maps().items():
        (folder / "datamap" / file).write_text(text, "utf-8")
        made.append(f"datamap/{file}")
    for file, text in example.readmes().items():
        (folder / file).write_text(text, "utf-8")
        made.append(file)
    sources = example.folder / "stores"
    made += [f"data/{one}" for one in stores.furnish(sources, folder / "data", cache=start.cache)]
    settings = example.settings_for(name)
    if start.cache is not None:
        write_secret(folder / "secrets" / "cache.url", start.cache)
        settings = settings.replace('{url: "folder:data/cache"}', "{file: secrets/cache.url}")
    if drill:
        settings = settings.replace("systems:\n", f"{_DRILL}\nsystems:\n", 1)
    return settings, made


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
        lines.append(_DRILL)
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
