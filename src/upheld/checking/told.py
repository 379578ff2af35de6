"""What the page itself gives away: headings without numbers, words that no reader knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from upheld.policy.language.line import ClauseId, Steps
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Given, Hit, Registry, parts_along
from upheld.rendering.document import Page
from upheld.rendering.names import Names
from upheld.rendering.pages import no_words
from upheld.rendering.policy_page import policy_page
from upheld.rendering.telling import tell
from upheld.wording import Text


@dataclass(frozen=True, kw_only=True)  # without slots: what it gathers is kept
class GivenPage(Given):
    """What these rules look at: the policy as its page tells it."""

    @cached_property
    def names(self) -> Names:
        """What is called how; complete once the page is made."""
        return Names(self.policy)

    @cached_property
    def page(self) -> Page:
        """The page of the whole policy."""
        return policy_page(self.policy, tell(self.policy, self.names), customer=None)


rule = Registry[GivenPage]()
_MEANT = 3
"""Sections whose clauses all fit: with so many, the numbers of the page are meant."""
_NAMED = 3
"""Sections that are named one by one; `render` names all."""
_NUMBERED = """\
policy: {c: "1.1"}
handler: {c: "1.2"}
data: {contact.email: {c: "3.1"}, commerce.order: {c: "3.2"}}
purposes: {provide: {c: "4.1"}}
security: [{measure: access, detail: {ja: 権限を持つ者に限定, en: limited to authorised staff}, c: "5.1"}]
retention: {shopping: {c: "7.1"}, requests: {c: "7.2"}}
rights:
  disclosure: {c: "8.1"}
  provision-records: {c: "8.2"}
  correction: {c: "8.3"}
  suspension: {c: "8.4"}
  provision-stop: {c: "8.5"}
  deletion: {c: "8.6"}
  purpose-notice: {c: "8.8"}
desk: {clock: {c: "8.7"}}
"""


@rule(
    "UPH225", "headings-without-numbers", "information",
    title=Text(
        en="The headings of the page bear no numbers", ja="ページの見出しに番号が付かない"
    ),
    why=Text(
        en="Sections are numbered where each plain clause id begins with its section's number. One "
        "that does not would leave a reader with two numbers for one thing, so none is shown.",
        ja="見出しの番号は、番号だけの条項番号がすべて、その節の番号で始まる場合に付きます。一つでも合わないと、"
        "同じものに二つの番号ができるため、どの見出しにも付きません。",
    ),
    bad=_NUMBERED.replace("3.2", "2.2"),
    good=_NUMBERED,
)  # fmt: skip
def headings_without_numbers(given: GivenPage) -> Iterator[Hit]:
    """Yield one note, at the first clause that does not fit; the sections are named.

    A published text with numbers of its own loses nothing, and hears nothing.
    """
    astray = given.page.misplaced()
    plain = sum(one[0].isdigit() for one in given.page.ids())
    few = 2 * sum(len(one.ids) for one in astray) < plain
    if not astray or not (few or given.page.fitting() >= _MEANT):
        return
    places = [one.text() for one in astray[:_NAMED]]
    if len(astray) > _NAMED:
        more = len(astray) - _NAMED
        places.append(Text(en=f"and {more} more section(s)", ja=f"ほか {more} 節"))
    first = astray[0]
    yield Hit(
        path=_line(given.policy, first.ids[0]),
        what=Text(
            en="the headings of the policy page bear no numbers, since clauses of these sections "
            f"have another one: {'; '.join(one.en for one in places)}",
            ja="次の節の条項番号が節の番号と合わないため、ポリシーのページの見出しに番号が付きません: "
            f"{'、'.join(one.ja for one in places)}",
        ),
        remedy=Text(
            en=f"let each begin with the number of its section (`{first.ids[0]}` with "
            f"`{first.place}.`), or write all ids as your published text has them",
            ja=f"節の番号で始めてください(`{first.ids[0]}` は `{first.place}.` から)。公表文の番号に合わせる"
            "場合は、すべてを公表文のとおりにしてください",
        ),
    )


def _line(policy: Policy, clause: ClauseId) -> Steps:
    """Return the line that carries a clause out."""
    of_people = (("people", name) for name, one in policy.people.items() if clause in (one.c or ()))
    of_lines = (placed.path for placed in policy.promises if clause in placed.promise.c)
    return next(of_lines, next(of_people, ("policy", "c")))


@rule(
    "UPH228", "word-without-words", "warning",
    title=Text(
        en="A word that no page can say", ja="ページに表示する言葉がない語"
    ),
    why=Text(
        en="Methods, roles and reasons are short words in the declaration and sentences on the page. "
        "One that is neither declared nor in the list of words stands on both pages as it was typed.",
        ja="方法・役割・理由は、宣言では短い語、ページでは文になります。宣言にも語の一覧にもない語は、両言語の"
        "ページに入力したままの形で表示されます。",
    ),
    bad='consent: {letters: {label: {ja: お知らせ, en: letters}, withdraw: [unsubscribe], c: "6.1"}}',
    good='consent: {letters: {label: {ja: お知らせ, en: letters}, withdraw: [in-message, counter], c: "6.1"}}',
)  # fmt: skip
def word_without_words(given: GivenPage) -> Iterator[Hit]:
    """Yield every line that says such a word, at the word where it can be found."""
    _ = given.page  # telling it gathers the words
    for code, lines in sorted(given.names.unknown.items()):
        found = no_words(code, given.policy, lines)
        for line in lines:
            yield Hit(path=_said(given.policy, line, code), what=found.what, remedy=found.remedy)


def _said(policy: Policy, line: Steps, code: str) -> Steps:
    """Return the place of a word inside of a line, or the line."""
    *_, part = parts_along(policy, line)
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if value == code:
                return (*line, field.alias or name)
            if isinstance(value, tuple) and code in value:
                return (*line, field.alias or name, value.index(code))
    return line
