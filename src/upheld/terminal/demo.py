"""`upheld demo`: the whole walk on an invented company, with the commands a user would type.

Nothing is played: every line after `$` is run as it stands, in this process, on a database
that was just written. The workspace stays.
"""

import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from upheld.refusal import Exit, RefusalError, UsageError
from upheld.terminal.screen import SCREEN, Screen, say
from upheld.wording import Language, Text

_VERIFY_SECONDS = 60


class DemoStoppedError(RefusalError):
    """A command of the demo ended otherwise than the story says."""

    code = "demo-stopped"
    exit_code = Exit.REMAINING


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Walk through everything on an invented company. Example: upheld demo --into demo",
            "架空の会社で、ひととおりの流れを実際に動かします。例: upheld demo --into demo",
        )
    )(demo)


def demo(
    into: Annotated[
        Path | None, typer.Option(help=say("a new folder", "新しく作るフォルダ"))
    ] = None,
) -> None:
    """Tell the story."""
    folder = _free(into)
    story = _Story(folder, SCREEN)
    try:
        _tell(story)
    finally:
        story.give_back()
    SCREEN.data({"workspace": str(folder), "commands": story.done})


def _free(into: Path | None) -> Path:
    """Return a folder that does not exist yet.

    Raises:
        UsageError: The named one exists.
    """
    base = SCREEN.folder or Path()
    if into is None:
        names = ("demo", *(f"demo-{n}" for n in range(2, 1000)))
        return next(base / name for name in names if not (base / name).exists())
    if into.exists():
        raise UsageError(
            Text(en=f"`{into}` exists already", ja=f"`{into}` はすでにあります"),
            remedy=Text(
                en="name a new folder, or leave `--into` out",
                ja="新しいフォルダを指定するか、`--into` を省いてください",
            ),
        )
    return into


class _Story:
    """Runs commands and shows them; keeps what the reader's own screen was."""

    def __init__(self, folder: Path, screen: Screen) -> None:
        self.folder = folder
        self.language: Language = screen.language
        self.done: list[dict[str, Any]] = []
        self._json, self._base = screen.json, screen.folder
        self._color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def give_back(self) -> None:
        """Restore the screen, which every command sets for itself."""
        SCREEN.language, SCREEN.json, SCREEN.folder = self.language, self._json, self._base

    def text(self, en: str, ja: str) -> str:
        return Text(en=en, ja=ja).in_language(self.language)

    def title(self, en: str, ja: str) -> None:
        self._print(f"\n{self._paint('1', '■ ' + self.text(en, ja))}")

    def say(self, en: str, ja: str) -> None:
        self._print(self.text(en, ja))

    def run(self, *words: str, expect: int = 0, base: Path | None = None) -> None:
        """Run one command as a user would.

        Raises:
            DemoStoppedError: It ended otherwise than expected.
        """
        from upheld.terminal.main import main

        shown = ["upheld", "-C", str(base or self.folder), *words]
        self._print(f"\n{self._paint('36', '$ ' + shlex.join(shown))}")
        with self._silence():
            code = main([*shown[1:], "--lang", self.language])
        self._ended(shlex.join(shown), code, expect)

    def outside(self, words: Sequence[str], *, folder: Path, expect: int = 0) -> None:
        """Run a program that is not ours, in a folder of its own."""
        self._print(f"\n{self._paint('36', '$ ' + shlex.join(words))}")
        command = [sys.executable, "-I", *words[1:]]
        ended = subprocess.run(  # noqa: S603 - our own verifier, by this interpreter
            command, cwd=folder, capture_output=True, timeout=_VERIFY_SECONDS, check=False
        )
        for said in (ended.stdout, ended.stderr):
            if said.strip():
                self._print(said.decode("utf-8", "replace").rstrip())
        self._ended(shlex.join(words), ended.returncode, expect)

    def ask(self, *words: str) -> Any:
        """Run a command quietly and return its JSON."""
        from upheld.terminal.main import main

        heard = io.StringIO()
        with redirect_stdout(heard):
            main(["-C", str(self.folder), *words, "--json"])
        return json.loads(heard.getvalue())

    def newest(self) -> str:
        """The name of the request opened last; names are numbered."""
        return max(str(each["request"]) for each in self.ask("request", "list"))

    def _ended(self, command: str, code: int, expect: int) -> None:
        self.done.append({"command": command, "exit": code})
        if code or expect:
            self._print(self._paint("2", self.text(f"→ exit code {code}", f"→ 終了コード {code}")))
        if code == expect:
            return
        raise DemoStoppedError(
            Text(
                en=f"`{command}` ended with {code} where the demo expects {expect}",
                ja=f"`{command}` の終了コードは {code} で、デモの想定は {expect} です",
            ),
            remedy=Text(
                en=f"the workspace `{self.folder}` is left as it is; run the command again in it",
                ja=f"ワークスペース `{self.folder}` はそのまま残しています。同じコマンドを"
                "実行して確かめてください",
            ),
        )

    def _print(self, line: str) -> None:
        if not self._json:
            print(line, flush=True)  # noqa: T201

    def _paint(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._color else text

    def _silence(self) -> ExitStack:
        """Refusals come where they belong in the story; under `--json` nothing is heard."""
        streams = ExitStack()
        target = sys.stdout
        if self._json:
            target = streams.enter_context(redirect_stdout(io.StringIO()))
        streams.enter_context(redirect_stderr(target))
        return streams


def _tell(story: _Story) -> None:
    _found(story)
    _map(story)
    _delete(story)
    _show(story)
    _absent(story)
    _disclose(story)
    _sabotage(story)
    _leave(story)


def _found(story: _Story) -> None:
    from upheld.demo import company

    story.say(
        "Hoshikage Trading is an invented company that sells office goods to other companies.\n"
        "It has a shop database, a folder of uploads and a cache. Every command below is real.",
        "株式会社ほしかげ商会は、会社向けに事務用品を売る架空の会社です。店のデータベース、"
        "\nアップロードされたファイル、キャッシュがあります。以下のコマンドはすべて本物です。",
    )
    story.folder.mkdir(parents=True)
    company.found(story.folder, datetime.now(UTC).date())
    story.title("1. A workspace", "1. ワークスペースを作る")
    database = story.folder / company.DATABASE
    story.run(
        "init", story.folder.name, "--db", f"sqlite:///{database}", "--name", "shop",
        base=story.folder.parent,
    )  # fmt: skip
    settings = story.folder / "upheld.yaml"
    places = '  uploads: {url: "folder:uploads"}\n  cache: {url: "folder:cache"}\n'
    settings.write_text(settings.read_text("utf-8") + places, "utf-8")
    (story.folder / "policy" / "policy.yaml").write_text(company.resource("policy.yaml"), "utf-8")
    story.say(
        "The company adds its two other places to upheld.yaml and writes its policy.",
        "会社は upheld.yaml に残り 2 つの場所を加え、ポリシーを書きました。",
    )


def _map(story: _Story) -> None:
    from upheld.demo import company

    story.title("2. Which rows belong to whom?", "2. どの行がだれのものか")
    story.run("map", "discover", "shop", "--write")
    story.say(
        "\nWhat upheld cannot know it does not guess: until a person decides, no plan is made.",
        "\n分からないことは推測で進めません。人が決めるまで、計画は作られません。",
    )
    story.run("map", "check", expect=2)
    proposal = story.folder / "datamap" / "shop.yaml"
    proposal.replace(story.folder / "proposed-shop.yaml")
    proposal.write_text(company.resource("shop.yaml"), "utf-8")
    story.say(
        "\nPeople of the company decide: invoiced orders are kept 7 years, reviews stay without\n"
        "their author, the rest goes. (The proposal is kept as proposed-shop.yaml to compare.)",
        "\n担当者が決めました。請求済みの注文は 7 年保存し、感想は投稿者を切り離して残し、"
        "\nほかは削除します。(提案は proposed-shop.yaml に残してあり、見比べられます。)",
    )
    story.run("map", "check")


def _walk(story: _Story, right: str, subject: str) -> str:
    """Open, plan, approve, apply; return the request's name."""
    story.run("request", "open", "--right", right, "--subject", subject)
    request = story.newest()
    story.run("request", "plan", request)
    plan = str(story.ask("request", "show", request)["plan_sha256"])
    by = story.text("K. Mori", "森")
    story.run("request", "approve", request, "--plan", plan, "--by", by)
    story.run("request", "apply", request)
    return request


def _delete(story: _Story) -> None:
    from upheld.demo import company

    story.title("3. Ms Sato asks for deletion", "3. 佐藤さんが削除を求める")
    story.say(
        "She writes her address in other letters than the database does. First comes a plan,\n"
        "which changes nothing; then exactly that plan is approved and carried out.",
        "メールアドレスの大文字と小文字は、データベースと違っています。まず計画を作り(何も"
        "\n変わりません)、その計画だけを承認し、実行します。",
    )
    address = company.HANAKO.title()
    _walk(story, "deletion", f"email={address}")
    story.say(
        "\nEach place was read again. The address she shares with a colleague stays for him.",
        "\nどの場所も読み直して確かめました。同僚と共有の住所は、同僚のために残ります。",
    )


def _show(story: _Story) -> None:
    story.title("4. A receipt that a stranger can check", "4. 他人が検証できる受領証")
    request = story.newest()
    receipts = story.folder / "receipts"
    page = story.folder / "receipt.html"
    story.run("receipt", request, "--out", str(receipts), "--html", str(page))
    verifier = next(receipts.glob("*.py")).name
    story.say(
        f"\nOn another computer, with nothing but Python (in {receipts}):",
        f"\n別のコンピューターで、Python だけを使って({receipts} の中で):",
    )
    words = ["python3", verifier, f"{request}.json", "--key", "../upheld.pub"]
    story.outside([*words, "--lang", story.language], folder=receipts)
    changed = receipts / "changed.json"
    content = (receipts / f"{request}.json").read_bytes()
    changed.write_bytes(content.replace(b'"verified"', b'"verifiee"', 1))
    story.say("\nOne byte of a copy is changed:", "\n写しの 1 バイトを変えると:")
    words[2] = changed.name
    story.outside([*words, "--lang", story.language], folder=receipts, expect=5)


def _absent(story: _Story) -> None:
    story.title("5. Nobody by that name", "5. 該当する人がいないとき")
    story.run("request", "open", "--right", "deletion", "--subject", "email=nobody@example.jp")
    request = story.newest()
    story.run("request", "plan", request)
    story.say(
        "\nNot “complete”: the absence is proven, because every place is mapped and was searched.",
        "\n「完了」とは言いません。すべての場所を対応付け、検索したので、不存在を証明できます。",
    )


def _disclose(story: _Story) -> None:
    from upheld.demo import company

    story.title("6. Mr Suzuki asks what is held", "6. 鈴木さんが開示を求める")
    request = _walk(story, "disclosure", f"email={company.KEN}")
    story.run("request", "bundle", request, "--out", str(story.folder / "answer"))


def _sabotage(story: _Story) -> None:
    import sqlite3

    from upheld.demo import company

    story.title("7. Sabotage: a column nobody declared", "7. 妨害: 宣言していない列")
    sql = "ALTER TABLE customer ADD COLUMN line_id TEXT"
    story.say(
        f"A release adds a column of personal data and tells nobody:\n\n  {sql};",
        f"あるリリースが、だれにも知らせずに個人情報の列を加えました。\n\n  {sql};",
    )
    with closing(sqlite3.connect(story.folder / company.DATABASE)) as database, database:
        database.execute(sql)
        database.execute("UPDATE customer SET line_id = 'line-' || id")
    story.run("map", "check", expect=1)
    story.run("request", "open", "--right", "deletion", "--subject", f"email={company.MIO}")
    request = story.newest()
    story.run("request", "plan", request, expect=1)
    story.say(
        "\nNo plan, no “complete”: the column has to be declared first.",
        "\n計画も「完了」もありません。先に、この列を宣言する必要があります。",
    )


def _leave(story: _Story) -> None:
    story.title("8. The ledger", "8. 台帳")
    story.run("ledger", "check")
    at = story.folder
    story.title("What to try next", "次に試すこと")
    story.say(
        f"""  open {at}/receipt.html                    the receipt as a page, with its picture
  less {at}/datamap/shop.yaml               the map; proposed-shop.yaml is what discovery found
  upheld -C {at} map discover shop --write  lets discovery see the new column, then:
  upheld -C {at} map check
  upheld -C {at} request list
  upheld -C {at} hold add --help            a hold beats every deletion
  upheld -C {at} ledger anchor --to file:{at}/elsewhere
  docs/start.md                           the same on your own database""",
        f"""  {at}/receipt.html を開く                   受領証のページ(図つき)
  less {at}/datamap/shop.yaml               データマップ。発見の提案は proposed-shop.yaml
  upheld -C {at} map discover shop --write  加わった列を見つけさせ、続けて:
  upheld -C {at} map check
  upheld -C {at} request list
  upheld -C {at} hold add --help            保全の登録はどの削除よりも優先します
  upheld -C {at} ledger anchor --to file:{at}/elsewhere
  docs/ja/start.md                        ご自身のデータベースで始めるには""",
    )
