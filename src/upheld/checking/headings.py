"""Headings that lose their numbers: the page's own, where the ids of clauses say otherwise."""

from collections.abc import Iterator

from upheld.policy.language.line import ClauseId, Steps
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.rendering.names import Names
from upheld.rendering.policy_page import policy_page
from upheld.rendering.telling import tell
from upheld.wording import Text

rule = Registry[Given]()
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
def headings_without_numbers(given: Given) -> Iterator[Hit]:
    """Yield one note, at the first of a few clauses that do not fit; all of them are named."""
    policy = given.policy
    page = policy_page(policy, tell(policy, Names(policy)), customer=None)
    misplaced = page.misplaced()
    plain = [one for one in page.ids() if one[0].isdigit()]
    if not misplaced or 2 * len(misplaced) >= len(plain):
        return  # a published text with numbers of its own loses nothing
    first, section = misplaced[0]
    listed = ", ".join(f"`{one}`" for one, _ in misplaced)
    yield Hit(
        path=_line(policy, first),
        what=Text(
            en=f"the headings of the policy page bear no numbers, since the section of these "
            f"clauses has another one: {listed}",
            ja=f"次の条項の番号が節の番号と合わないため、ポリシーのページの見出しに番号が付きません: {listed}",
        ),
        remedy=Text(
            en=f"let it begin with the number of its section (`{first}` stands in section "
            f"{section}), or write all ids as your published text has them",
            ja=f"節の番号で始めてください(`{first}` は第 {section} 節)。公表文の番号に合わせる場合は、"
            "すべてを公表文のとおりにしてください",
        ),
    )


def _line(policy: Policy, clause: ClauseId) -> Steps:
    """Return the line that carries a clause out."""
    of_people = (("people", name) for name, one in policy.people.items() if clause in (one.c or ()))
    of_lines = (placed.path for placed in policy.promises if clause in placed.promise.c)
    return next(of_lines, next(of_people, ("policy", "c")))
