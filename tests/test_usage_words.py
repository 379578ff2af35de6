"""What the command line library says about a wrong command reads as Japanese."""

import pytest

from upheld.terminal.main import main
from upheld.terminal.usage_words import in_japanese


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("No such option: --policy", "`--policy` というオプションはありません"),
        (
            "No such option '--pol'. Did you mean '--policy'?",
            "`--pol` というオプションはありません",
        ),
        ("File 'a.pdf' does not exist", "`a.pdf` というファイルはありません"),
        ("Directory 'old' does not exist", "`old` というフォルダはありません"),
        ("File 'old' is a directory", "`old` はフォルダです"),
        ("Directory 'a.pdf' is a file", "`a.pdf` はファイルです"),
        ("Got unexpected extra argument", "余分な引数があります"),
        ("'x' is not one of 'a', 'b'", "`x` は使えません。次のいずれかです: 'a', 'b'"),
        ("7.0 is not in the range 0.0<=x<=1.0", "値は 0.0<=x<=1.0 の範囲で指定してください"),
    ],
)
def test_a_wrong_command_is_explained_in_japanese(said: str, words: str) -> None:
    assert in_japanese(said) == words


def test_a_number_out_of_range_is_told_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "ja", "detect", "--sure", "7", "-"]) == 2
    said = "".join(capsys.readouterr())
    assert "`--sure`: 1 以下の値を指定してください" in said
    assert main(["--lang", "ja", "detect", "--sure", "x", "-"]) == 2
    said += "".join(capsys.readouterr())
    assert "Input should" not in said


def test_a_limit_of_many_digits_is_told_with_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "serve", "--port", "700000"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("`--port`: input should be less than or equal to 65535")
    assert "700000" not in told
    assert main(["--lang", "ja", "serve", "--port", "700000"]) == 2
    assert "`--port`: 65535 以下の値を指定してください" in capsys.readouterr().err


def test_an_option_that_is_missing_is_named_as_it_is_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--lang", "ja", "gateway", "key", "add", "acme"]) == 2
    assert "オプション `--purpose` を指定してください" in capsys.readouterr().err
    assert main(["--lang", "en", "gateway", "key", "add", "acme", "--purpose=a", "--role=b"]) == 2
    assert capsys.readouterr().err.startswith("`--role`: 'b' is not one of 'application', 'member'")


def test_an_argument_that_is_missing_is_named_as_the_help_names_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--lang", "en", "request", "show"]) == 2
    assert capsys.readouterr().err.startswith("missing argument 'REQUEST'")


def test_an_argument_of_another_type_is_named_as_the_help_names_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--lang", "en", "provision", "withdraw", "x"]) == 2
    assert capsys.readouterr().err.startswith("`N`: input should be a valid integer")
    assert main(["--lang", "ja", "provision", "withdraw", "x"]) == 2
    assert "`N`: 整数を指定してください" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "ja", "policy", "import", "/no-such-folder/page.html"]) == 2
    assert "page.html: ファイルを読み書きできません(存在しません)" in "".join(capsys.readouterr())


def test_the_list_of_requests_points_to_that_of_the_desk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--lang", "en", "request", "list", "--help"]) == 0
    assert "/console/requests" in capsys.readouterr().out
