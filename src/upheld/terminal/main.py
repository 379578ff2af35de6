"""Where the process begins: global options, the command tree, refusals to exit codes."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from upheld import __version__
from upheld.refusal import Exit, RefusalError, UsageError
from upheld.terminal.file_failing import file_failed
from upheld.terminal.screen import SCREEN, language_of
from upheld.terminal.usage_words import in_japanese
from upheld.wording import Text

_VALUE = re.compile(r"[@=]|\d{3}|[^\x00-\x7f…]")
_LIMIT = re.compile(r"(?:is not in the range|(?:less|greater) than(?: or equal to)?) [-0-9.<>=x]+$")
"""What an option may be at most or at least: ours, and not what was typed."""
_PAGES = ["policy", "render"]
INTERRUPTED = 130
"""What shells say of a process that Ctrl-C ended: 128 + SIGINT."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    sys.exit(main(list(sys.argv[1:] if arguments is None else arguments)))


def main(arguments: list[str]) -> int:
    """Run a command and return its exit code; never a traceback for a user's mistake."""
    SCREEN.language = language_of(os.environ)
    SCREEN.folder, SCREEN.json, SCREEN.exit_code = None, False, 0
    try:
        rest = _take_global_options(arguments)
        return _invoke(rest)
    except RefusalError as refusal:
        return SCREEN.refuse(refusal)
    except BrokenPipeError:
        # The reader (`head`, a pager) has left; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.DONE)
    except OSError as error:
        return SCREEN.refuse(file_failed(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _invoke(rest: list[str]) -> int:
    if rest == ["--version"]:
        print(f"upheld {__version__}")  # noqa: T201
        return int(Exit.DONE)
    import typer

    from upheld.terminal.tree import command_tree

    try:
        left = command_tree().main(args=rest, prog_name="upheld", standalone_mode=False)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        return INTERRUPTED
    except _usage_errors() as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error)  # noqa: T201 - a group without its command shows what there is
            return int(Exit.REFUSED)
        raise _usage(error) from None
    return left if isinstance(left, int) and left else SCREEN.exit_code


def _usage_errors() -> type[Exception]:
    """The class of every usage error; Typer carries its own copy of Click and hides it."""
    import typer

    return typer.BadParameter.__mro__[1]


def _said(error: object) -> str:
    """What the library says; of what is missing only its longer form says which option it is."""
    worded = getattr(error, "format_message", None)
    return str(getattr(error, "message", "") or (worded() if worded else error))


def _usage(error: object) -> UsageError:
    said = _said(error).rstrip(".").removeprefix("Value error, ")
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "upheld"
    # The message can quote what was typed, and an identifier may have been typed there.
    what = _without_values(said.split(":")[0] if "subject" in said else said)
    name = _named(getattr(error, "param", None))
    about = f"`{name}`: " if name and name not in what else ""
    return UsageError(
        Text(
            en=about + what[:1].lower() + what[1:],
            ja=f"コマンドの使い方が違います: {about}{in_japanese(what)}",
        ),
        remedy=Text(en=f"see `{path} --help`", ja=f"`{path} --help` をご覧ください"),
    )


def _named(parameter: object) -> str:
    """An option as it is typed, an argument as the help shows it."""
    options = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    return max(options, key=len, default=str(getattr(parameter, "metavar", None) or ""))


def _without_values(said: str) -> str:
    """Take out every word that could be a value of a person: words of commands and limits stay."""
    if said.startswith("Got unexpected extra argument"):
        return said.partition("(")[0].rstrip()
    limit = _LIMIT.search(said)
    typed = said[: limit.start()] if limit is not None else said
    kept = "" if limit is None else limit[0]
    return " ".join("…" if _VALUE.search(word) else word for word in typed.split(" ")) + kept


def _take_global_options(arguments: list[str]) -> list[str]:
    """Take `-C DIR`, `--json` and `--lang` out, wherever they stand before a `--`."""
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*rest, word, *waiting]
        if word == "--json":
            SCREEN.json = True
        elif word == "-C" or word.startswith("-C="):
            SCREEN.folder = Path(_value(word, waiting))
        elif word == "--lang" or word.startswith("--lang="):
            value = _value(word, waiting)
            if rest[:2] == _PAGES:
                # Here it is the language of the pages, which may be both.
                rest.extend(["--language", value])
            if rest[:2] != _PAGES or value in ("ja", "en"):
                _set_language(value)
        else:
            rest.append(word)
    return rest


def _value(word: str, waiting: list[str]) -> str:
    name, sign, value = word.partition("=")
    if sign:
        return value
    if not waiting:
        raise UsageError(
            Text(en=f"`{name}` needs a value", ja=f"`{name}` には値が必要です"),
            remedy=Text(en="see `upheld --help`", ja="`upheld --help` をご覧ください"),
        )
    return waiting.pop(0)


def _set_language(value: str) -> None:
    if value not in ("ja", "en"):
        raise UsageError(
            Text(
                en=f"`--lang {value[:20]}` is not a language here",
                ja=f"`--lang {value[:20]}` は使えません",
            ),
            remedy=Text(en="use `ja` or `en`", ja="`ja` か `en` を指定してください"),
        )
    SCREEN.language = "ja" if value == "ja" else "en"
