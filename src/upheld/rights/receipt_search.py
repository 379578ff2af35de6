"""The part of a receipt's page that says what was searched afterwards, and what was no part of it."""

from collections.abc import Mapping
from html import escape
from typing import Any

from upheld.rights.note_words import note_in
from upheld.rights.receipt_marks import section
from upheld.rights.receipt_words import RESIDUE, time_in
from upheld.wording import Language, Text


class SearchParts:
    """Two sections of one page; `say` chooses the language."""

    def __init__(self, body: Mapping[str, Any], language: Language) -> None:
        self.body = body
        self.language = language
        self.outside = [str(each).partition(": ") for each in body.get("out_of_scope", ())]

    def say(self, en: str, ja: str) -> str:
        """Return one of two wordings."""
        return Text(en=en, ja=ja).in_language(self.language)

    def residue(self) -> str:
        """What the search after the request found."""
        residue = self.body.get("residue")
        if not isinstance(residue, Mapping):
            residue = {"state": residue}
        state = str(residue.get("state"))
        heading = self.say("Residue", "残留の検索")
        if state not in RESIDUE:
            text = self.say(
                "This request removes nothing, so nothing was searched for afterwards.",
                "この請求では何も取り除かないため、残留の検索は行っていません。",
            )
            return section(heading, f"<p>{text}</p>", anchor="residue")
        found = "".join(
            f"<li><code>{escape(str(where))}</code> {self.say(f'{rows} row(s)', f'{rows} 行')}</li>"
            for where, rows in dict(residue.get("found") or {}).items()
        )
        at = residue.get("at")
        when = (
            f"<p>{self.say('Searched', '検索日時')}: {time_in(str(at), self.language)}</p>"
            if at and state != "not yet scanned"
            else ""
        )
        listed = f'<ul class="plain">{found}</ul>' if found else ""
        text = RESIDUE[state].in_language(self.language)
        return section(heading, f"<p>{text}</p>{listed}{when}", anchor="residue")

    def _reason(self, place: str, reason: str) -> str:
        note, _language = note_in(f"{place}: {reason}", self.language)
        return note.removeprefix(f"{place}: ")

    def out_of_scope(self) -> str:
        """The places and the content that were no part of the request, and what was read there."""
        rows = "".join(
            f"<li><code>{escape(place)}</code> <small>{escape(self._reason(place, reason))}</small></li>"
            for place, _sign, reason in self.outside
        )
        none = self.say(
            "No place was declared out of scope. Whatever is not connected was not looked at.",
            "対象外と宣言された場所はありません。接続していない場所は調べていません。",
        )
        some = (
            self.say(
                "No part of what was carried out: places that the company declared to hold nothing "
                "of a person (the search for residue read their texts all the same), and content "
                "that no scan reads.",
                "処理の対象にしていないもの: 会社が個人の情報を持たないと宣言した場所"
                "(残留の検索では、その文字列も読みました)と、検索で読めない内容です。",
            )
            if searched(self.body)
            else self.say(
                "Not looked at: places that the company declared to hold nothing of a person, and "
                "content that no scan reads.",
                "調べていないもの: 会社が個人の情報を持たないと宣言した場所と、"
                "検索で読めない内容です。",
            )
        )
        content = f'<p>{some}</p><ul class="plain">{rows}</ul>' if rows else f"<p>{none}</p>"
        return section(self.say("Out of scope", "対象外"), content, anchor="outside")


def searched(body: Mapping[str, Any]) -> bool:
    """Whether the texts of all places were searched, also of those that are out of scope."""
    residue = body.get("residue")
    state = residue.get("state") if isinstance(residue, Mapping) else residue
    return state in ("clean", "found")
