"""A text goes in, places come out; the value stays where it was."""

from upheld.detection import Scanner


def test_a_mail_address_in_the_middle_of_japanese_is_found_in_its_place() -> None:
    text = "お客様\nご連絡先はｓａｔｏ＠example.jpです"
    (found,) = Scanner().scan(text)
    assert (found.kind, found.line, found.column) == ("email", 2, 6)
    assert text[found.start : found.end] == "ｓａｔｏ＠example.jp"
