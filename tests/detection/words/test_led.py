"""Looking for a cue from what follows it, and for an address from its end, finds what looking everywhere finds."""

from hypothesis import given
from hypothesis import strategies as st

from upheld.detection.words import abroad, english, said
from upheld.detection.words.led import Led

_PIECES = st.lists(
    st.sampled_from(
        [
            "Dear ",
            "Mr ",
            "Dr. ",
            "I'm ",
            "My name is ",
            "Thanks,\n",
            "@",
            "-- ",
            "Hi, ",
            "lives at ",
            "LIVES AT ",
            "ship it to ",
            "home ",
            "address is ",
            "address: ",
            "5 ",
            "12 ",
            "One ",
            "N123W456 ",
            "Oak Street",
            "elm st",
            ", ",
            ". ",
            "\n",
            "IL 62701",
            "IL 62701-1234",
            "627012",
            "Springfield",
            "James ",
            "Miller ",
            "です",
            "é",
            "1 ",
            ",",
            '"',
            "\t",
            "Thank you ",
            "The ",
            "de ",
            "del",
            "O'",
            "Zoë ",
            "Élodie",
        ]
    ),
    max_size=24,
).map("".join)


def _led() -> list[Led]:
    patterns = [one for _, one in said._PATTERNS] + [*english._INTRODUCED]
    return [one for one in patterns if isinstance(one, Led)]


def _values(found: object) -> list[tuple[int, int]]:
    return [match.span("value") for match in found]  # type: ignore[attr-defined]


@given(_PIECES)
def test_what_a_cue_leads_to_is_found_as_by_looking_everywhere(text: str) -> None:
    assert len(_led()) == 4
    for pattern in _led():
        assert _values(pattern.finditer(text)) == _values(pattern.whole.finditer(text))


@given(_PIECES, st.sampled_from([0, 1, 319, 320, 700]))
def test_an_address_is_found_from_its_end_as_by_looking_everywhere(text: str, far: int) -> None:
    text += "\n" * far + "\n1 Oak Street, Springfield, IL 62701 " + text
    endings = [
        one for forms in abroad._by_hint().values() for _, one in forms
        if isinstance(one, abroad._Ending)
    ]  # fmt: skip
    assert len(endings) == 1
    for pattern in endings:
        spans = [match.span() for match in pattern.finditer(text)]
        assert spans == [match.span() for match in pattern.whole.finditer(text)]
        assert spans


@given(_PIECES)
def test_names_are_looked_for_at_every_capital_that_may_begin_one(text: str) -> None:
    found: list[tuple[int, int]] = []
    behind = 0
    for at, sign in enumerate(text):
        if sign.isupper() and at >= behind and (match := english._SEQUENCE.match(text, at)):
            behind = match.end()
            if " " in match[0] or english._bare(match[0])[1] not in {"common", "place"}:
                found.append(match.span())
    capitals = english._CAPITAL if text.isascii() else english._ANY_CAPITAL
    assert list(english._sequences(text, capitals)) == found
