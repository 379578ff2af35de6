"""What is told about a person's data without handing it out: purposes, recipients, stops.

It rests on a search now: which categories are there for this person, table by table. Where no
record of a thing is kept, the letter says so instead of saying that there was none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upheld.datamap.graph import Node
from upheld.desk.case import Case
from upheld.desk.decisions import Decision
from upheld.desk.letters.facts import category_said
from upheld.desk.looking import look
from upheld.desk.office import Office
from upheld.desk.provision_answers import provisions_of
from upheld.desk.restricting import said, uses_to_stop
from upheld.disclosure.explanation import CategoryHeld, categories_of, held
from upheld.rights.answering import plan_disclosure
from upheld.wording import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a letter tells besides the outcome."""

    lines: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    not_proven: tuple[str, ...] = ()


_NOTHING_HELD = Text(
    en="we hold no data about you in the places we searched",
    ja="検索した保存先に、ご本人のデータは見つかりませんでした",
)


def about(office: Office, case: Case, decision: Decision) -> About:
    """Say what a kind is answered with, where that is words.

    Raises:
        PlaceUnreachableError: A database does not answer.
    """
    if case.kind.by == "records" and decision.outcome == "absent":
        return _provisions(office, case)
    if decision.outcome not in ("granted", "granted-in-part"):
        return About()
    if case.right == "purpose-notice":
        return _purposes(office, case)
    if case.kind.by == "records":
        return _provisions(office, case)
    if case.kind.by == "restriction":
        uses = said(office, uses_to_stop(office, case, decision), case.language)
        stopped = Text(
            en="we no longer do this with your data: ", ja="ご本人のデータについて停止しました: "
        )
        return About(done=tuple(stopped.in_language(case.language) + use for use in uses))
    return About()


def categories_mapped(office: Office) -> tuple[str, ...]:
    """Return every data category that some map has a column of."""
    found = {
        name
        for system in office.company.systems
        for entry in system.datamap.model.tables.values()
        for column in entry.fields
        if (name := entry.category_of(column)) is not None
    }
    return tuple(sorted(found))


def categories_held(office: Office, case: Case) -> list[CategoryHeld]:
    """Return what is held about the person of a case, by category."""
    company = office.company
    looked = look(office, case)
    if looked.found == 0:
        return []
    found: list[tuple[str, Node]] = []
    for system in company.looking_up(company.clock.today()):
        plan = plan_disclosure(company, system, [looked.case])
        found += [(system.name, system.graph.nodes[t.table]) for t in plan.total if t.keep]
    return [held(company.policy, name, at) for name, at in categories_of(found).items()]


def _purposes(office: Office, case: Case) -> About:
    language = case.language
    categories = categories_held(office, case)
    if not categories:
        return About(lines=(_NOTHING_HELD.in_language(language),))
    lines = [
        _line(one.name, [p.text.in_language(language) for p in one.purposes], language)
        for one in categories
    ]
    return About(lines=tuple(lines))


def _provisions(office: Office, case: Case) -> About:
    """Say how many records there are, to whom the policy lets data go, and what is not proven."""
    language = case.language
    found = provisions_of(office, case)
    lines = [
        _line(one.name, [r.text.in_language(language) for r in one.recipients], language)
        for one in categories_held(office, case)
        if one.recipients
    ]
    done = []
    if found.records:
        count = len(found.records)
        done.append(Text(
            en=f"{count} record(s) of provision disclosed, in the file beside this letter",
            ja=f"{count} 件の第三者提供記録を、添付のファイルで開示します",
        ))  # fmt: skip
    elif not found.missing:
        lines.insert(0, _no_provision(found.through, language))
    return About(
        lines=tuple(lines),
        done=tuple(text.in_language(language) for text in done),
        not_proven=tuple(text.in_language(language) for text in found.missing),
    )


def _no_provision(through: date | None, language: Language) -> str:
    return Text(
        en=f"the register holds no record of provision about you; it is declared complete "
        f"through {through}",
        ja=f"ご本人についての第三者提供の記録はありません。記録簿は {through} まで漏れがないことを"
        "表明しています",
    ).in_language(language)


def _line(name: str, said: Sequence[str], language: Language) -> str:
    listed = ("、" if language == "ja" else "; ").join(said)
    none = Text(en="nothing is declared", ja="定めがありません").in_language(language)
    colon = ": " if language == "en" else ":"
    return f"{category_said(name, language)}{colon}{listed or none}"
