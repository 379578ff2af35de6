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
    bad='policy: {c: "0"}\nhandler: {c: "2.1"}',
    good='policy: {c: null}\nhandler: {c: "S-1"}\nchannels: {desk: {c: "S-2"}, counter: {c: "S-3"}}\n'
    'purposes: {provide: {c: "S-4"}}\ndata: {contact.email: {c: "S-5"}, commerce.order: {c: "S-6"}}\n'
    'security: [{measure: tls, c: "S-7"}]\nincidents: {report: {c: "S-8"}, tell: {c: "S-9"}}\n'
    'retention: {shopping: {c: "S-10"}, requests: {c: "S-11"}}\n'
    'rights: {disclosure: {c: "S-12"}, provision-records: {c: "S-13"}, correction: {c: "S-14"}, '
    'suspension: {c: "S-15"}, provision-stop: {c: "S-16"}, deletion: {c: "S-17"}}\n'
    'desk: {clock: {c: "S-18"}}',
)  # fmt: skip
def headings_without_numbers(given: Given) -> Iterator[Hit]:
    """Yield one note, at the first clause that does not fit; all of them are named."""
    policy = given.policy
    page = policy_page(policy, tell(policy, Names(policy)), customer=None)
    misplaced = page.misplaced()
    if not misplaced:
        return
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
            f"{section}), or leave it, if your published text has its own numbers",
            ja=f"節の番号で始めてください(`{first}` は第 {section} 節)。公表文が独自の番号を持つ場合は、"
            "そのままで構いません",
        ),
    )


def _line(policy: Policy, clause: ClauseId) -> Steps:
    """Return the line that carries a clause out."""
    of_people = (("people", name) for name, one in policy.people.items() if clause in (one.c or ()))
    of_lines = (placed.path for placed in policy.promises if clause in placed.promise.c)
    return next(of_lines, next(of_people, ("policy", "c")))
