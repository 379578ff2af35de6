"""Every line of the declaration as a passage: our phrases, or the company's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from upheld.policy.language.company import AuthorisedBody, Channel, Officer
from upheld.policy.language.data import DataUse
from upheld.policy.language.line import Prevails, Promise
from upheld.policy.language.online import AdPartner, Cookie, Transmission
from upheld.policy.language.purposes import PurposeOfUse
from upheld.policy.language.recipients import (
    JointItems,
    JointUsers,
    ProvisionException,
    Recipient,
    Responsible,
    Transfers,
)
from upheld.policy.language.retention import RetentionRule
from upheld.policy.language.rights import RightOffered
from upheld.policy.model import Policy
from upheld.policy.wording import SHOWN_DIGITS, Declared, declared, fits, meaning, split, targets
from upheld.rendering import phrases
from upheld.rendering.document import Part, Passage, Sentence, begun, say
from upheld.rendering.finding import Finding
from upheld.rendering.names import Names
from upheld.wording import Text

_RECORDS = (
    AdPartner, AuthorisedBody, Channel, Cookie, DataUse, JointItems, JointUsers, Officer,
    ProvisionException, PurposeOfUse, Recipient, Responsible, RetentionRule, RightOffered,
    Transfers, Transmission,
)  # fmt: skip
"""Lines with facts that the law wants told: a text of the company's own stands before them
and does not take their place."""


@dataclass(frozen=True, slots=True)
class Told:
    """All passages of a policy by the place of their line, and what is wrong with own words."""

    passages: Mapping[str, Passage]
    lines: Mapping[str, Declared]
    findings: tuple[Finding, ...]


def tell(policy: Policy, names: Names) -> Told:
    """Return every line of a policy as a passage."""
    lines = {one.key: one for one in declared(policy)}
    passages = {key: _passage(one, names) for key, one in lines.items()}
    findings = list(_own_words(policy, passages))
    return Told(passages, lines, tuple(findings))


def _passage(one: Declared, names: Names) -> Passage:
    text = one.line.text if isinstance(one.line, Promise) else None
    kept = text is None or isinstance(one.line, _RECORDS)
    # Words that are not shown must not be asked for, so those of a replaced line are counted apart.
    spot = (names if kept else Names(names.policy)).at(one.path)
    heading, sentences = phrases.said(one.line, spot)
    if text is not None:
        # Links stay: an opt-out page must not vanish with a change of words.
        links = () if kept else tuple(link for made in sentences for link in made.links)
        sentences = (Sentence(text.text(), links=links), *(sentences if kept else ()))
    if isinstance(one.line, Promise):
        sentences = (*sentences, *(_wins(prevails) for prevails in one.line.prevails))
    return Passage(
        key=one.key,
        ids=one.ids,
        sentences=sentences,
        heading=begun(heading) if heading else None,
        own=text is not None,
        meaning=meaning(one.line)[:SHOWN_DIGITS],
    )


def _wins(prevails: Prevails) -> Sentence:
    return say(
        "This prevails over clause {over}: {why}",
        "この定めは、条項{over}に優先します。{why}",
        over=Part(", ".join(prevails.over), "、".join(prevails.over)),
        why=prevails.why.text(),
    )


def _own_words(policy: Policy, passages: dict[str, Passage]) -> list[Finding]:
    findings = []
    for key, lines in targets(policy).items():
        words, (line,) = policy.wording[key], lines
        standard = passages[line.key]
        number = split(key)[1]
        if not fits(words, line.line):
            findings.append(_stale(key, line, standard.meaning))
        elif number is not None and number > len(standard.sentences):
            findings.append(_no_such_sentence(key, line, len(standard.sentences)))
        else:
            written = Sentence(Text(en=words.en, ja=words.ja))
            sentences = list(standard.sentences)
            if number is None:
                # Links stay: an opt-out page must not vanish with a change of words.
                links = tuple(link for one in sentences for link in one.links)
                sentences = [replace(written, links=links)]
            else:
                sentences[number - 1] = replace(written, links=sentences[number - 1].links)
            passages[line.key] = standard.with_sentences(sentences, own=True)
    return findings


def _stale(key: str, line: Declared, now: str) -> Finding:
    return Finding(
        code="wording-outdated",
        key=f"wording.{key}",
        clause=line.ids[0] if line.ids else None,
        what=Text(
            en=f"the words of `{key}` were written for another meaning of `{line.key}`; the "
            "standard words are used",
            ja=f"`{key}` の文言は `{line.key}` の以前の内容に対するものです。標準の文言を使いました",
        ),
        remedy=Text(
            en=f'read the line again, correct the words, and write `meaning: "{now}"`',
            ja=f'行の内容を確かめて文言を直し、`meaning: "{now}"` と書いてください',
        ),
    )


def _no_such_sentence(key: str, line: Declared, count: int) -> Finding:
    return Finding(
        code="wording-no-sentence",
        key=f"wording.{key}",
        clause=line.ids[0] if line.ids else None,
        what=Text(
            en=f"`{key}` stands for a sentence that `{line.key}` does not have",
            ja=f"`{key}` に対応する文が `{line.key}` にありません",
        ),
        remedy=Text(
            en=f"the line has {count} sentences; `upheld policy wording` shows them",
            ja=f"この行の文は {count} 個です。`upheld policy wording` で確認できます",
        ),
    )
