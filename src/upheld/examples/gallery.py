"""The examples that ship with the package, and a copy of one for a company."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

from upheld.documents.nearest import nearest
from upheld.policy.language.line import Label
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.refusal import UsageError
from upheld.wording import Text

EXAMPLES: Mapping[str, Text] = {
    "b2b-platform": Text(en="a platform for organisations", ja="企業向けの基盤"),
    "ai-research": Text(en="an AI service for research", ja="AI による調査サービス"),
    "consumer-app": Text(en="an app for consumers", ja="消費者向けアプリ"),
    "messaging": Text(en="a messaging company", ja="メッセージ配信"),
    "wifi-rental": Text(en="a rental of Wi-Fi routers", ja="Wi-Fi のレンタル"),
}
_RESERVED_HOST = re.compile(r"[a-z0-9-]+(?=\.example\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example.

    Attributes:
        name: As `upheld init --template` takes it.
        folder: Its files: `policy/`, `datamap/`, `stores/`, `upheld.yaml`.
    """

    name: str
    folder: Traversable

    def policy(self) -> Policy:
        """Read its policy."""
        with as_file(self.folder / "policy") as path:
            return read_policy(path)

    def policy_for(self, company: str, id_: str) -> Mapping[str, str]:
        """Return the files of its policy with another company's name and id.

        Persons, addresses, telephone numbers and the names of recipients stay invented: the
        linter and the header of each file say that they are to be replaced.
        """
        own = self.policy()
        renamed = {}
        for name, text in _texts(self.folder / "policy").items():
            body = text.split("\n\n", 1)[1]
            renamed[name] = _HEADER.format(name=self.name) + _renamed(body, own, company, id_)
        return renamed

    def settings_for(self, company: str) -> str:
        """Return its `upheld.yaml` with another company's name."""
        text = (self.folder / "upheld.yaml").read_text("utf-8")
        return re.sub(
            r"^company: .*$", lambda _: f"company: {json.dumps(company)}", text, flags=re.MULTILINE
        )

    def maps(self) -> Mapping[str, str]:
        """Return the files of its data maps."""
        return _texts(self.folder / "datamap")

    def readmes(self) -> Mapping[str, str]:
        """Return its README in each language."""
        return _texts(self.folder, suffix=".md")


_HEADER = """\
# ひな形 {name} から始めたポリシーです。人名、住所、電話番号、提供先は架空です。自社のものに置き換えてください。
# Started from the template {name}. Persons, addresses, numbers and recipients are invented: put in your own.

"""


def example(name: str) -> Example:
    """Return the example of this name.

    Raises:
        UsageError: There is none.
    """
    if name in EXAMPLES:
        return Example(name=name, folder=files("upheld.examples") / name)
    guess = nearest(name, EXAMPLES)
    listed = ", ".join(f"`{one}`" for one in EXAMPLES)
    raise UsageError(
        Text(en=f"there is no template `{name[:60]}`", ja=f"ひな形 `{name[:60]}` はありません"),
        remedy=Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
        if guess
        else Text(
            en=f"use one of `minimal`, {listed}",
            ja=f"`minimal`、{listed} のいずれかを指定してください",
        ),
    )


def _texts(folder: Traversable, suffix: str = ".yaml") -> Mapping[str, str]:
    found: Sequence[Traversable] = sorted(folder.iterdir(), key=lambda one: one.name)
    return {one.name: one.read_text("utf-8") for one in found if one.name.endswith(suffix)}


def _renamed(text: str, own: Policy, company: str, id_: str) -> str:
    service = own.handler.service if own.handler else None
    for label in (own.policy.company, service):
        if label is not None:
            text = _relabelled(text, label, company)
    text = text.replace(f"  id: {own.policy.id}\n", f"  id: {id_}\n", 1)
    host = re.sub(r"[^a-z0-9-]+", "-", company.lower()).strip("-") or "company"
    return _RESERVED_HOST.sub(
        lambda found: host if found[0] == own.policy.id else found[0],
        text,
    )


def _relabelled(text: str, label: Label, company: str) -> str:
    # A JSON text is a YAML text in quotes, whatever the name contains.
    quoted = json.dumps(company, ensure_ascii=False)
    for english in (label.en, f'"{label.en}"'):
        text = text.replace(f"{{ja: {label.ja}, en: {english}}}", f"{{ja: {quoted}, en: {quoted}}}")
    return text
