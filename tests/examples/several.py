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
    (frozenset({"P2-0", "P3-0"}), "the company, its languages and its customers stand apart"),
    (frozenset({"P2-1a", "P3-1"}), "a term within a wider one; which data the term adds"),
    (
        frozenset(
            {
                "P2-1.1b",
                "P2-1.1c",
                "P2-1.1d",
                "P2-1.1e",
                "P2-1.3a",
                "P2-1.3c",
                "P2-3.2b",
                "P3-2.2",
                "P3-3.4",
                "P3-4.2b",
                "P3-5.1c",
            }
        ),
        "which data or purpose it is, and how long its data is kept; ways to pay and identifiers",
    ),
    (frozenset({"P2-1.3b", "P3-12a"}), "one line an identifier or cookie"),
    (frozenset({"P2-3.1"}), "two things are asked first, each with a consent of its own"),
    (
        frozenset({"P2-4.1", "P2-6.11a", "P2-6.11b", "P2-6.11c", "P2-6.12", "P3-3.3"}),
        "one line a tag and a partner: the recipient, what its tag sends, the consent before it",
    ),
    (
        frozenset({"P2-6.3", "P2-6.7", "P2-6.8", "P2-6.13", "P2-4.2a"}),
        "the exception, the recipients it is for, and the consent it waits for",
    ),
    (
        frozenset({"P2-6", "P3-6"}),
        "the rule, the countries it reaches, and how long records of provision are kept",
    ),
    (frozenset({"P2-8"}), "one line for each item that the law asks of joint use"),
    (
        frozenset({"P2-5a", "P2-5b", "P3-7"}),
        "one line a measure, a contractor or a part of the system; what follows on a leak",
    ),
    (frozenset({"P2-7a"}), "what is done at once, and the report with its periods"),
    (
        frozenset({"P2-9a", "P2-9b", "P3-9a", "P2-9d", "P3-9c"}),
        "each kind of request, ground of refusal, agent and clock is a line of its own",
    ),
    (
        frozenset(
            {
                "P2-10.1a",
                "P2-10.1b",
                "P2-10.1c",
                "P2-10.2",
                "P2-10.3",
                "P3-10.1a",
                "P3-10.1b",
                "P3-10.1c",
                "P3-10.2",
                "P3-10.3",
            }
        ),
        "correction and suspension are several rights in law, each with its notice and clock",
    ),
    (frozenset({"P2-11", "P3-11a", "P3-11c"}), "one line a channel; complaints end there"),
    (frozenset({"P3-D"}), "one entry a version"),
    (
        frozenset({"P3-3.7", "P3-5.1b", "P3-12.3a"}),
        "the purpose or data, and what is forbidden or suppressed so that it stays that",
    ),
    (
        frozenset({"P4-P0", "P4-P8", "P4-PD"}),
        "the company and its customers; the text and its languages; one entry a version",
    ),
    (frozenset({"P4-0", "P4-P2"}), "the clause covers several kinds of person, or several laws"),
    (
        frozenset({"P4-P4c", "P4-4c", "P4-P7", "P4-9a"}),
        "the office and who holds it; each channel; each part of the system that the office runs",
    ),
    (frozenset({"P4-P1b", "P4-P4a"}), "every group of data has its own life and its own review"),
    (
        frozenset({"P4-2a", "P4-2c", "P4-2f", "P4-2g", "P4-2h", "P4-2i", "P4-7b"}),
        "the purpose, the data or beacon that serves it, the consent, how long the data is kept",
    ),
    (frozenset({"P4-2l"}), "how data is acquired, and the consent that goes with it"),
    (frozenset({"P4-7a"}), "the cookie, and how it is refused"),
    (
        frozenset({"P4-8a", "P4-8b", "P4-8c", "P4-8d", "P4-8e", "P4-8f"}),
        "one line a partner and a tag: the recipient, what is sent, the consent before it",
    ),
    (frozenset({"P4-3", "P4-3e", "P4-P5"}), "the rule, its recipients, its countries, its records"),
    (
        frozenset({"P4-P4b", "P4-4a"}),
        "one line a measure; what follows where a measure failed; how long logs are kept",
    ),
    (
        frozenset({"P4-5a", "P4-5b", "P4-P6"}),
        "each kind of request is a line of its own, with identity, agents and clock",
    ),
    (
        frozenset({"P5-7", "P5-C1", "P5-C2", "P5-4.1", "P5-5"}),
        "the version, its history and its languages; each channel; the office and its reporting line",
    ),
    (
        frozenset({"P5-1", "P5-11c"}),
        "what data is for, and the prohibition that keeps it to that",
    ),
    (
        frozenset(
            {"P5-1.1", "P5-1.3", "P5-1.4a", "P5-1.10", "P5-1.11", "P5-2.3a", "P5-2.3b", "P5-11b"}
        ),
        "the purpose, the data, the recipient under its condition, the consent, how long it is kept",
    ),
    (
        frozenset({"P5-1.5", "P5-1.8", "P5-1.12"}),
        "the purpose, and the consent before it or the switch that stops it",
    ),
    (frozenset({"P5-2.1", "P5-2.2", "P5-3"}), "the rule, its exceptions, recipients and countries"),
    (frozenset({"P5-4a", "P5-4b"}), "one line a measure; response, report and notice on a leak"),
    (
        frozenset(
            {
                "P5-8a",
                "P5-8c",
                "P5-9a",
                "P5-9c",
                "P5-10a",
                "P5-10b",
                "P5-11a",
                "P5-12a",
                "P5-13a",
                "P5-14",
            }
        ),
        "the purpose, and one line a cookie, tag, partner or way to pay, with its recipient",
    ),
    (
        frozenset({"P5-15a"}),
        "each kind of request is a line of its own, with identity, agents and clock",
    ),
)
