"""The questions of a request, one a page, and no more of them than the right needs.

Each question says when it is asked and reads its answer into the draft. What the policy does not
offer is not asked about; an opt-out is asked for nothing but what finds the person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from upheld.desk.case import AgentKind
from upheld.desk.clocks import desk_of, offered
from upheld.desk.correctable import correctable
from upheld.desk.identity.methods import methods_of
from upheld.desk.intake import LONGEST_MESSAGE
from upheld.desk.kinds import KINDS, Kind, Residence, Verb
from upheld.desk.office import Office
from upheld.vocabulary import category
from upheld.web.centre import words
from upheld.web.centre.draft import Draft
from upheld.web.forms import Form
from upheld.wording import Text

Option = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request in the making: what was asked for, and what was answered."""

    office: Office
    verb: Verb
    draft: Draft

    @property
    def residence(self) -> Residence | None:
        """Where the person lives, as the policy tells people apart."""
        found = self.draft.residence
        return "US-CA" if found == "US-CA" else "JP" if found == "JP" else None

    @property
    def kind(self) -> Kind | None:
        """What is asked for, once that is known."""
        return next((kind for kind in self.kinds() if kind.id == self.draft.right), None)

    @property
    def confirmed(self) -> bool:
        """Whether this right needs to know who asks."""
        return self.kind is not None and self.kind.identity == "confirmed"

    @property
    def account_taken(self) -> bool:
        """Whether an account of the company shows, for this right, who asks."""
        kind, policy = self.kind, self.office.company.policy
        return (
            kind is None
            or not self.confirmed
            or ("account" in methods_of(policy, kind.id, self.residence))
        )

    def kinds(self) -> list[Kind]:
        """The kinds behind this verb that the policy offers here."""
        found = []
        for right, kind in KINDS.items():
            line = offered(self.office.company.policy, right, self.residence)
            # A Californian right is Californians' even where the main text offers it too.
            theirs = kind.residence in (None, self.residence)
            if kind.verb == self.verb and theirs and line is not None and line.offered:
                found.append(kind)
        return found

    def identifiers(self) -> list[str]:
        """By what people can be found: the address of mail first."""
        known = self.office.company.known_kinds()
        return sorted(known, key=lambda kind: (kind != "email", kind != "phone", kind))

    def agents(self) -> list[AgentKind]:
        """Which agents may ask."""
        desk = desk_of(self.office.company.policy, self.residence)
        named = {kind for rule in (desk.agents if desk else ()) for kind in rule.kinds}
        every: tuple[AgentKind, ...] = ("statutory", "appointed", "authorised")
        return [kind for kind in every if kind in named]

    def forms(self) -> Sequence[str]:
        """In which forms a disclosure is offered."""
        return self._line("forms")

    def grounds(self) -> Sequence[str]:
        """On which grounds the right can be based."""
        return self._line("grounds")

    def _line(self, name: str) -> Sequence[str]:
        kind = self.kind
        if kind is None:
            return ()
        line = offered(self.office.company.policy, kind.id, self.residence)
        return tuple(getattr(line, name)) if line is not None else ()

    def categories(self) -> list[Option]:
        """The data that can be corrected: what a column of a connected database holds."""
        return [(key, category.label(key)) for key in correctable(self.office.company)]


@dataclass(frozen=True, slots=True)
class Question:
    """One page.

    Attributes:
        name: Its place in the form, and its template `centre/ask/NAME.html`.
        title: As its heading and in the check of answers.
        applies: Whether it is asked.
        read: Reads the answer into the draft; errors stay in the form.
        told: The answer in words, for the check.
    """

    name: str
    title: Text
    applies: Callable[[Asked], bool]
    read: Callable[[Asked, Form], None]
    told: Callable[[Asked], Text | str]


def _overlaid(asked: Asked) -> bool:
    regions = asked.office.company.policy.regions
    return bool(regions and "US-CA" in regions.overlays) and not asked.draft.visitor


def _read_where(asked: Asked, form: Form) -> None:
    found = form.choice("residence", tuple(words.RESIDENCE))
    if found and found != asked.draft.residence:
        asked.draft.residence = found
        asked.draft.right = ""
        asked.draft.seen = [name for name in asked.draft.seen if name == "where"]


def _read_what(asked: Asked, form: Form) -> None:
    asked.draft.right = form.choice("right", [kind.id for kind in asked.kinds()])


def _may_have_agent(asked: Asked) -> bool:
    kind = asked.kind
    # Whoever signed in has shown who they are, and asks for themselves.
    alone = asked.draft.by == "account"
    return kind is not None and asked.confirmed and bool(asked.agents()) and not alone


def _read_who(asked: Asked, form: Form) -> None:
    asked.draft.agent = form.choice("agent", ("none", *asked.agents()))


def _read_agent(asked: Asked, form: Form) -> None:
    asked.draft.agent_details = {"name": form.line("agent_name", most=100)}
    asked.draft.name = form.line("person_name", most=100)
    asked.draft.contact = form.address("agent_contact")


def _finds(asked: Asked) -> bool:
    kind = asked.kind
    return kind is not None and kind.identity != "none" and not asked.draft.visitor


def _read_find(asked: Asked, form: Form) -> None:
    subject: dict[str, str] = {}
    for kind in asked.identifiers():
        value = (
            form.address("id_email", required=False)
            if kind == "email"
            else form.code(f"id_{kind}", required=False)
        )
        if value:
            subject[kind] = value
    if not subject and not form.errors:
        form.say(
            f"id_{next(iter(asked.identifiers()), 'email')}",
            Text(en="enter at least one of these", ja="少なくとも一つ入力してください"),
        )
    if subject != asked.draft.subject:
        asked.draft.of = ""  # it is about somebody else
    asked.draft.subject = subject
    if asked.draft.agent in ("", "none"):
        asked.draft.contact = subject.get("email", "")


def _told_find(asked: Asked) -> str:
    return ", ".join(asked.draft.subject.values())


def _no_contact(asked: Asked) -> bool:
    kind = asked.kind
    return (
        kind is not None
        and asked.draft.agent in ("", "none")
        and (kind.identity == "none" or "email" not in asked.draft.subject)
    )


def _read_contact(asked: Asked, form: Form) -> None:
    asked.draft.contact = form.address("contact", required=False)


def _read_how(asked: Asked, form: Form) -> None:
    asked.draft.form = form.choice("form", asked.forms())
    if asked.draft.form == "paper":
        asked.draft.about["postal"] = form.prose("postal", most=300)


def _read_grounds(asked: Asked, form: Form) -> None:
    asked.draft.grounds = form.choices("grounds", asked.grounds())


def _corrects(asked: Asked) -> bool:
    kind = asked.kind
    # Where nothing is connected, there is nothing to choose from: the message says it.
    return kind is not None and kind.by == "correction" and bool(asked.categories())


def _read_changes(asked: Asked, form: Form) -> None:
    which = form.choice("category", [key for key, _ in asked.categories()])
    empties = asked.draft.right == "content-deletion"
    value = form.line("new_value", required=not empties, most=300)
    asked.draft.changes = {which: value} if which and (value or empties) else {}


def _told_changes(asked: Asked) -> Text:
    labels = dict(asked.categories())
    pairs = [(labels[key], value) for key, value in asked.draft.changes.items() if key in labels]
    return Text(
        en="; ".join(f"{label.en}: {value}" for label, value in pairs),
        ja="、".join(f"{label.ja}: {value}" for label, value in pairs),
    )


def _read_message(asked: Asked, form: Form) -> None:
    kind = asked.kind
    needed = kind is not None and kind.identity == "none"
    asked.draft.message = form.prose("message", required=needed, most=LONGEST_MESSAGE)


def _joined(found: Mapping[str, Text], names: Sequence[str]) -> Text:
    texts = [found.get(name, Text(en=name, ja=name)) for name in names]
    return Text(en="; ".join(t.en for t in texts), ja="、".join(t.ja for t in texts))


_NOT_SAID = Text(en="(nothing)", ja="(なし)")

QUESTIONS: Sequence[Question] = (
    Question("where", Text(en="Where do you live?", ja="お住まいの地域"), _overlaid, _read_where,
             lambda a: words.RESIDENCE.get(a.draft.residence, _NOT_SAID)),
    Question("what", Text(en="What do you ask for?", ja="請求の内容"),
             lambda a: len(a.kinds()) != 1, _read_what,
             lambda a: a.kind.label if a.kind else _NOT_SAID),
    Question("who", Text(en="For whom do you ask?", ja="どなたの情報についての請求ですか"),
             _may_have_agent, _read_who, lambda a: words.AGENT.get(a.draft.agent, _NOT_SAID)),
    Question("agent", Text(en="You and the person you act for", ja="代理人とご本人"),
             lambda a: _may_have_agent(a) and a.draft.agent not in ("", "none"), _read_agent,
             lambda a: f"{a.draft.agent_details.get('name', '')} / {a.draft.name}"),
    Question("find", Text(en="How can we find the data?", ja="情報を探す手がかり"),
             _finds, _read_find, _told_find),
    Question("contact", Text(en="Where may we answer?", ja="回答の送り先"),
             _no_contact, _read_contact, lambda a: a.draft.contact or _NOT_SAID),
    Question("how", Text(en="How would you like to receive it?", ja="開示の方法"),
             lambda a: len(a.forms()) > 1, _read_how, lambda a: _joined(words.FORM, [a.draft.form])),
    Question("grounds", Text(en="What do you base it on?", ja="請求の理由"),
             lambda a: len(a.grounds()) > 1, _read_grounds,
             lambda a: _joined(words.GROUND, a.draft.grounds)),
    Question("changes", Text(en="What is right instead?", ja="正しい内容"),
             _corrects, _read_changes, _told_changes),
    Question("message", Text(en="Anything else?", ja="そのほか伝えたいこと"),
             lambda _: True, _read_message, lambda a: a.draft.message or _NOT_SAID),
)  # fmt: skip


def asked_of(asked: Asked) -> list[Question]:
    """The questions that this request has, in order.

    A right that is the only one behind its verb is taken without asking.
    """
    _settle(asked)
    return [question for question in QUESTIONS if question.applies(asked)]


def _settle(asked: Asked) -> None:
    kinds = asked.kinds()
    first = _overlaid(asked) and not asked.draft.residence
    if len(kinds) == 1 and not first:
        asked.draft.right = kinds[0].id
    elif asked.draft.right not in {kind.id for kind in kinds}:
        asked.draft.right = ""
    if len(asked.forms()) == 1:
        asked.draft.form = asked.forms()[0]
    if len(asked.grounds()) == 1:
        asked.draft.grounds = list(asked.grounds())


def next_question(asked: Asked) -> Question | None:
    """The first question without an answer; `None` when all are answered."""
    return next((q for q in asked_of(asked) if q.name not in asked.draft.seen), None)
