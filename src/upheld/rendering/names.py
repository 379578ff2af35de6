"""What the declared names are called: data, purposes, recipients, people, countries, codes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from upheld.policy.language.company import Channel
from upheld.policy.language.data import DataUse
from upheld.policy.language.line import Steps
from upheld.policy.model import Policy
from upheld.policy.references import EVERYTHING, SELF
from upheld.rendering.document import Part, ProperName, listed, quoted
from upheld.vocabulary import category, country
from upheld.wording import Text

US = Text(en="us", ja="当社")


@cache
def words() -> Mapping[str, Text]:
    """Return the words for codes that are no names of a policy's own."""
    text = files("upheld.rendering").joinpath("words.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {code: Text(en=en, ja=ja) for code, ja, en in rows}


CHANNELS: Mapping[str, Text] = {
    "email": Text(en="E-mail", ja="電子メール"),
    "form": Text(en="Form", ja="フォーム"),
    "phone": Text(en="Telephone", ja="電話"),
    "post": Text(en="Post", ja="郵送"),
    "in-product": Text(en="In the product", ja="サービス内の画面"),
    "counter": Text(en="In person", ja="窓口"),
}
"""What a way to reach the business is called, by its kind."""


def channel_name(channel: Channel) -> Text:
    """Return what a channel is called: as the policy names it, else by its kind."""
    return channel.label.text() if channel.label is not None else CHANNELS[channel.kind]


class Names:
    """The names of one policy.

    `unknown` gathers codes that have no words for people, each with the lines that say it.
    """

    def __init__(self, policy: Policy) -> None:
        """Remember whose names they are."""
        self.policy = policy
        self.unknown: dict[str, dict[Steps, None]] = {}
        self._telling: Steps = ()

    def word(self, name: str) -> Text:
        """Return what a name is called; what the policy itself declares goes first."""
        return self._declared(name) or self.code(name)

    def code(self, code: str) -> Text:
        """Return the words for a code; what the policy declares by the same name is not meant."""
        found = words().get(code) or self._declared(code)
        if found is None and code in self.policy.channels:
            return channel_name(self.policy.channels[code])
        if found is None:
            self.unknown.setdefault(code, {})[self._telling] = None
            plain = code.replace("-", " ")
            return Text(en=plain, ja=plain)
        return found

    def codes(self, codes: Iterable[str]) -> Part:
        """Return the words for several codes."""
        return listed([self.code(code) for code in codes])

    def _declared(self, name: str) -> Text | None:
        policy = self.policy
        if name in policy.recipients:
            found = policy.recipients[name].words()
            # A description is told in each language; what is the same in both is a name.
            return ProperName(en=found.en, ja=found.ja) if found.en == found.ja else found
        if name in policy.people:
            return policy.people[name].label.text()
        if name in policy.officers:
            return policy.officers[name].holders[-1].title.text()
        if name in policy.purposes:
            return policy.purposes[name].words()
        if name in policy.data or category.known(name):
            return self._data(name)[0]
        return None

    def words(self, names: Iterable[str]) -> Part:
        """Return what several names are called."""
        return listed([self.word(name) for name in names])

    def data(self, names: Sequence[str]) -> Part:
        """Return what groups and categories are called."""
        return listed(_once(text for name in names for text in self._data(name)))

    def _data(self, name: str) -> tuple[Text, ...]:
        if name == EVERYTHING:
            return (Text(en="personal data", ja="個人データ"),)
        use = self.policy.data.get(name)
        if use is None:
            return (_category(name),)
        if use.label is not None:
            return (use.label.text(),)
        return tuple(_category(item) for item in use.items or (name,))

    def items(self, name: str, use: DataUse) -> Part:
        """Return every category of a group, each by its own name."""
        return listed([_category(item) for item in use.items or (name,)])

    def categories(self, names: Sequence[str]) -> list[str]:
        """Return the categories that stand behind names of groups and categories."""
        found: list[str] = []
        for name in names:
            use = self.policy.data.get(name)
            found.extend((use.items or (name,)) if use else (name,))
        return list(dict.fromkeys(found))

    def receivers(self, group: str, use: DataUse) -> tuple[str, ...]:
        """Return everybody who receives something of a group, by its own line or by theirs.

        A recipient of another group is none of this one's, though both hold e-mail addresses:
        customers' data that goes to a mailer says nothing about staff.
        """
        items = use.items or (group,)
        theirs = [
            name
            for name, one in self.policy.recipients.items()
            if group in one.receives or any(self._holds(items, given) for given in one.receives)
        ]
        return tuple(dict.fromkeys([*use.recipients, *theirs]))

    def _holds(self, items: Sequence[str], given: str) -> bool:
        """Say whether a category that a recipient receives is one of these, in part at least."""
        declared = self.policy.data.get(given)
        if declared is not None and declared.items:
            return False
        return any(category.within(item, given) or category.within(given, item) for item in items)

    def receivers_of(self, item: str) -> tuple[str, ...]:
        """Return everybody who receives a category, or something wider or narrower."""
        return tuple(
            name
            for name, one in self.policy.recipients.items()
            if any(
                category.within(item, given) or category.within(given, item)
                for given in self.categories(one.receives)
            )
        )

    def purposes(self, names: Sequence[str]) -> Part:
        """Return the purposes in people's words, each in quotation marks."""
        return quoted([self.purpose(name) for name in names])

    def purpose(self, name: str) -> Text:
        """Return one purpose in people's words."""
        declared = self.policy.purposes.get(name)
        return declared.words() if declared else self.word(name)

    def recipients(self, names: Sequence[str]) -> Part:
        """Return what recipients are called; `self` is the company."""
        return listed([self.recipient(name) for name in names])

    def recipient(self, name: str) -> Text:
        """Return what one recipient is called."""
        return self.company() if name == SELF else self.word(name)

    def people(self, names: Sequence[str]) -> Part:
        """Return kinds of person; none named are all of them."""
        chosen = names or tuple(self.policy.people)
        return listed([self.policy.people[name].label.text() for name in chosen])

    def countries(self, codes: Sequence[str]) -> Part:
        """Return the names of countries."""
        return listed([country.name(code) for code in codes])

    def company(self) -> Text:
        """Return the company's name, as the company writes it."""
        company = self.policy.policy.company
        return ProperName(en=company.en, ja=company.ja)

    def at(self, path: Steps) -> "Spot":
        """Return these names for the line at a path, which is told now."""
        self._telling = path
        return Spot(self, path)


class Spot:
    """Where a line stands, for phrases that depend on it."""

    def __init__(self, names: Names, path: Steps) -> None:
        """Remember the names and the path."""
        self.names = names
        self.policy = names.policy
        self.path = path

    @property
    def key(self) -> str:
        """The last named step: the key of a mapping, or of the list it stands in."""
        return str(next(step for step in reversed(self.path) if isinstance(step, str)))

    @property
    def parent(self) -> str:
        """The named step before the last."""
        named = [step for step in self.path if isinstance(step, str)]
        return named[-2] if len(named) > 1 else ""


def _category(name: str) -> Text:
    """Return a category's label; of a part of an address, with what it is a part of."""
    return category.label(name)


def _once(texts: Iterable[Text]) -> list[Text]:
    return list(dict.fromkeys(texts))
