"""Clauses that stand on several lines of an example policy, and why each of them needs it."""

from collections.abc import Sequence

SEVERAL: Sequence[tuple[frozenset[str], str]] = (
    (frozenset({"P1-1a"}), "the clause names three kinds of person"),
    (
        frozenset({"P1-C2", "P1-13n"}),
        "one mailbox and one control take enquiries; complaints end there, an officer answers",
    ),
    (frozenset({"P1-0a"}), "the version is declared, and it is an entry of the history"),
    (
        frozenset({"P1-9e"}),
        "no method is fully secure: what follows on a leak (response, report, notice) stands with it",
    ),
    (frozenset({"P1-9b"}), "the measure, and the officer who reviews access"),
    (frozenset({"P1-11b"}), "the rule, and the contract terms that override it for a customer"),
    (
        frozenset({"P1-2d", "P1-2e"}),
        "what payment data is and what never is; a way to pay for each merchant",
    ),
    (
        frozenset({"P1-3a", "P1-3b", "P1-4b", "P1-4c"}),
        "the clause lists several purposes, or a basis that several purposes share",
    ),
    (
        frozenset({"P1-2c", "P1-2f"}),
        "which data it is, and how long it is kept",
    ),
    (frozenset({"P1-8c"}), "one line a cookie, and how they are refused"),
    (
        frozenset({"P1-5g"}),
        "the rule, its two grounds, and how long the record of each case is kept",
    ),
    (
        frozenset({"P1-13c", "P1-13s", "P1-13t"}),
        "what is forbidden, the purpose that stays off, the right and the link that go with it",
    ),
    (
        frozenset({"P1-6b"}),
        "the countries, and the measures that stand behind handling abroad",
    ),
    (frozenset({"P1-12b"}), "what happens at the age, and the request that starts it"),
    (frozenset({"P1-13l"}), "three rights, and how long the record of a request is kept"),
    (frozenset({"P1-10"}), "content stays during the term, and so does the account"),
    (frozenset({"P1-10f"}), "the stage that keeps minimal records, and the rule of one of them"),
    (frozenset({"P1-8g"}), "nothing is returned, and a warning goes out before the end"),
    (
        frozenset({"P1-13a"}),
        "every right of the law of residence is a line of its own, with its clock and its notices",
    ),
)
