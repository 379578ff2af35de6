"""The templates of letters: found, checked when they are loaded, and rendered.

A company that wants other words puts a file of the same name into `letters/` of its workspace,
e.g. `letters/refused.ja.txt`. It is checked before it is used: a name that we do not give, a
block that is missing or a mistake of syntax is refused with file, line and remedy. Templates run
in Jinja2's sandbox, see only texts, numbers and lists, and produce plain text: the page that
shows a letter escapes it.
"""

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from upheld.documents.nearest import nearest
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError, Where
from upheld.wording import Language, Text

LetterName: TypeAlias = Literal[
    "received", "identity-code", "answer-code", "more-needed", "extended", "granted", "partly",
    "absent", "refused", "referral", "withdrawn", "reminder", "link-ready", "procedure",
    "fee", "fee-receipt", "periods-ended", "changed", "unconfirmed", "found-input",
    "trial",
]  # fmt: skip
Block: TypeAlias = Literal["subject", "mail", "letter"]

FOLDER = "letters"
_LARGEST = 40_000
_BLOCKS = frozenset({"subject", "mail", "letter"})

COMMON = frozenset(
    {"company", "reference", "request", "received_on", "due_on", "today", "name", "complaint",
     "privacy_url"}
)  # fmt: skip
"""What every template may use."""

_OUTCOME = frozenset({"explanation", "reasons", "done", "kept", "open", "not_proven", "about"})
_OWN: Mapping[LetterName, frozenset[str]] = {
    "received": frozenset({"needed", "status_url"}),
    "identity-code": frozenset({"code", "minutes"}),
    "answer-code": frozenset({"code", "minutes"}),
    "more-needed": frozenset({"needed", "explanation", "status_url"}),
    "extended": frozenset({"until", "explanation"}),
    "granted": _OUTCOME,
    "partly": _OUTCOME,
    "absent": _OUTCOME | {"provisions"},
    "refused": _OUTCOME,
    "referral": _OUTCOME,
    "withdrawn": frozenset({"status_url"}),
    "reminder": frozenset({"slack", "state", "waiting", "case_url"}),
    "found-input": frozenset({"slack", "state", "case_url"}),
    "unconfirmed": frozenset({"confirm_by", "case_url"}),
    "link-ready": frozenset({"link", "days"}),
    "fee": frozenset({"amount", "bank", "status_url"}),
    "procedure": frozenset({"kinds", "procedure_url"}),
    "fee-receipt": frozenset({"receipt", "amount"}),
    "periods-ended": frozenset({"due", "rows"}),
    "trial": frozenset(),
    "changed": frozenset({"what", "days", "profile_url"}),
}
ON_A_PAGE: frozenset[LetterName] = frozenset({"granted", "partly", "absent", "refused", "referral"})
"""Letters that are read behind a link or on paper; the others are mails."""

NAMES: tuple[LetterName, ...] = get_args(LetterName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A letter's parts as plain text."""

    subject: str
    mail: str
    text: str


def known(name: LetterName) -> frozenset[str]:
    """Return every name that a template may use."""
    return COMMON | _OWN[name]


def compose(
    folder: Path, name: LetterName, language: Language, facts: Mapping[str, object]
) -> Composed:
    """Compose a letter.

    Args:
        folder: The workspace.
        name: Which letter.
        language: In which language.
        facts: What it may say; see `known`.

    Raises:
        InvalidFileError, RefusalsError: The company's own template is not a template.
    """
    template = _template(folder, name, language)
    given = {key: _clean(value) for key, value in facts.items() if key in known(name)}
    parts = {block: _rendered(template, block, given) for block in template.blocks}
    subject = " ".join(parts.get("subject", "").split())
    return Composed(subject=subject, mail=parts.get("mail", ""), text=parts.get("letter", ""))


def check(folder: Path) -> list[RefusalError]:
    """Return everything that is wrong with the company's own templates."""
    wrong: list[RefusalError] = []
    own = folder / FOLDER
    expected = {f"{name}.{language}.txt" for name in NAMES for language in ("ja", "en")}
    for path in sorted(own.glob("*")) if own.is_dir() else []:
        if path.name not in expected:
            wrong.append(_unknown_file(path.name, expected))
            continue
        name, language, _txt = path.name.split(".")
        try:
            _template(folder, name, language)  # type: ignore[arg-type]  # it is among `expected`
        except RefusalsError as refusals:
            wrong += refusals.refusals
        except RefusalError as refusal:
            wrong.append(refusal)
    return wrong


def _template(folder: Path, name: LetterName, language: Language) -> Template:
    own = folder / FOLDER / f"{name}.{language}.txt"
    if own.is_file():
        shown = f"{FOLDER}/{own.name}"
        return _parsed(own.read_text("utf-8", errors="replace"), name, shown)
    return _parsed(_shipped(name, language), name, f"texts/{name}.{language}.txt")


@lru_cache(maxsize=64)
def _shipped(name: LetterName, language: Language) -> str:
    return (files("upheld.desk.letters") / "texts" / f"{name}.{language}.txt").read_text("utf-8")


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )


@lru_cache(maxsize=128)
def _parsed(text: str, name: LetterName, shown: str) -> Template:
    if len(text) > _LARGEST:
        raise _invalid(
            shown, 1, Text(en="the template is too long", ja="テンプレートが長すぎます"),
            Text(en=f"at most {_LARGEST} characters", ja=f"{_LARGEST} 文字以内にしてください"),
        )  # fmt: skip
    environment = _environment()
    try:
        tree = environment.parse(text)
        refusals = [*_unknown_names(tree, name, shown), *_missing_blocks(tree, name, shown)]
        template = environment.from_string(text)
        template.name = shown
    except TemplateSyntaxError as error:
        raise _invalid(
            shown, error.lineno,
            Text(en="this is not a template", ja="テンプレートとして読めません"),
            Text(en="correct the `{{ … }}` or `{% … %}` of this line",
                 ja="この行の `{{ … }}` か `{% … %}` を直してください"),
        ) from None  # fmt: skip
    if refusals:
        raise RefusalsError(refusals)
    return template


def _unknown_names(tree: nodes.Template, name: LetterName, shown: str) -> list[RefusalError]:
    unknown = find_undeclared_variables(tree) - known(name)
    found: list[RefusalError] = []
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            unknown.discard(node.name)
            guess = nearest(node.name, sorted(known(name)))
            listed = ", ".join(f"`{one}`" for one in sorted(known(name)))
            found.append(
                _invalid(
                    shown, node.lineno,
                    Text(en=f"`{node.name[:40]}` is not known in this letter",
                         ja=f"`{node.name[:40]}` はこの文面では使えません"),
                    Text(en=f"did you mean `{guess}`?" if guess else f"use one of {listed}",
                         ja=f"`{guess}` ではありませんか" if guess
                         else f"次のいずれかを使ってください: {listed}"),
                )
            )  # fmt: skip
    return found


def _missing_blocks(tree: nodes.Template, name: LetterName, shown: str) -> Sequence[RefusalError]:
    there = {block.name: block.lineno for block in tree.find_all(nodes.Block)}
    needed = {"letter"} if name in ON_A_PAGE else {"subject", "mail"}
    wrong = [
        _invalid(
            shown, 1,
            Text(en=f"the block `{block}` is missing", ja=f"ブロック `{block}` がありません"),
            Text(en=f"write {{% block {block} %}}…{{% endblock %}}",
                 ja=f"{{% block {block} %}}…{{% endblock %}} を書いてください"),
        )
        for block in sorted(needed - set(there))
    ]  # fmt: skip
    return wrong + [
        _invalid(
            shown, line,
            Text(en=f"a letter has no block `{block[:40]}`",
                 ja=f"`{block[:40]}` というブロックはありません"),
            Text(en="use `subject`, `mail`, `letter`",
                 ja="`subject`・`mail`・`letter` を使ってください"),
        )
        for block, line in there.items()
        if block not in _BLOCKS
    ]  # fmt: skip


def _rendered(template: Template, block: str, facts: Mapping[str, object]) -> str:
    context = template.new_context(dict(facts))
    try:
        text = "".join(template.blocks[block](context))
    except _FAILURES as error:
        # Its own message may quote a value.
        raise _invalid(
            template.name or FOLDER, _line_of(error),
            Text(en=f"the template fails ({type(error).__name__})",
                 ja=f"テンプレートの実行に失敗しました({type(error).__name__})"),
            Text(en="print only what the documentation of letters names",
                 ja="文面の説明にある値だけを使ってください"),
        ) from None  # fmt: skip
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


_FAILURES = (
    TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""Whatever an expression of a template may raise."""


def _line_of(error: Exception) -> int:
    """The line of the template; Jinja2 writes it into the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == "<template>"), 1)


def _clean(value: object) -> object:
    """Take control characters out of texts: a name never begins a line of a mail's head."""
    if isinstance(value, str):
        return "".join(c for c in value if c == "\n" or c.isprintable())
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    return value


def _unknown_file(name: str, expected: set[str]) -> InvalidFileError:
    guess = nearest(name, sorted(expected))
    return InvalidFileError(
        Text(en="no letter has this name", ja="この名前の文面はありません"),
        where=Where(file=f"{FOLDER}/{name}"),
        remedy=Text(
            en=f"did you mean `{guess}`?" if guess else "see the list in docs/desk.md",
            ja=f"`{guess}` ではありませんか" if guess else "docs/ja/desk.md の一覧を見てください",
        ),
    )


def _invalid(file: str, line: int, what: Text, remedy: Text) -> InvalidFileError:
    return InvalidFileError(what, remedy=remedy, where=Where(file=file, line=line))
