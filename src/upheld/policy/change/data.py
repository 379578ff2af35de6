"""Data and purposes: new categories, new sources, new purposes and how they relate to the old."""

from collections.abc import Iterator, Mapping

from upheld.law.periods import Period
from upheld.policy.change.difference import Difference, Duty, Relation
from upheld.policy.language.data import DataUse
from upheld.policy.language.line import ClauseId
from upheld.policy.language.purposes import PurposeOfUse
from upheld.policy.model import Policy
from upheld.vocabulary import category
from upheld.wording import Text


def differences(old: Policy, new: Policy) -> Iterator[Difference]:
    """Compare what is held, from where, and what for, category by category."""
    before, after = _held(old), _held(new)
    for item, uses in after.items():
        earlier = before.get(item)
        if earlier is None:
            yield _new_category(new, item, uses)
        else:
            yield from _new_sources(new, item, earlier, uses)
    for item, uses in before.items():
        if item not in after:
            yield _narrower(item, uses)
    yield from _new_purposes(old, new)
    yield from _changed_purposes(old, new)


def _held(policy: Policy) -> dict[str, list[tuple[str, DataUse]]]:
    found: dict[str, list[tuple[str, DataUse]]] = {}
    for name, use in policy.data.items():
        for item in use.items or (name,):
            found.setdefault(item, []).append((name, use))
    return found


def people_of(policy: Policy, uses: list[tuple[str, DataUse]]) -> tuple[str, ...]:
    """Return the kinds of person these entries are about; all where none is named."""
    named = {person for _, use in uses for person in use.people}
    return tuple(p for p in policy.people if p in named or not named)


def _clauses(uses: list[tuple[str, DataUse]]) -> tuple[ClauseId, ...]:
    return tuple(dict.fromkeys(c for _, use in uses for c in use.c))


def _new_category(new: Policy, item: str, uses: list[tuple[str, DataUse]]) -> Difference:
    label = category.label(item)
    found = category.find(item)
    special = found is not None and found.special_care
    duty = Duty(
        tell=people_of(new, uses),
        before=_announced(new),
        consent=special,
        law=("APPI 20(2)",) if special else ("APPI 21(1)", "APPI 21(3)"),
        why=Text(
            en="special care-required information needs consent before it is acquired",
            ja="要配慮個人情報の取得には事前の同意が必要です",
        )
        if special
        else Text(
            en="what is newly acquired has to be told or published with its purpose",
            ja="新たに取得する情報は、利用目的とともに通知または公表が必要です",
        ),
    )
    return Difference(
        kind="new-category",
        path=("data", uses[0][0]),
        clauses=_clauses(uses),
        what=Text(en=f"{label.en} is newly held", ja=f"{label.ja}を新たに取り扱います"),
        duty=duty,
    )


def _announced(new: Policy) -> Period | None:
    return new.changes.before if new.changes is not None else None


def _new_purposes(old: Policy, new: Policy) -> Iterator[Difference]:
    """Yield one difference a purpose: which categories are newly used for it."""
    had = {item: {p for _, use in uses for p in use.purposes} for item, uses in _held(old).items()}
    reached: dict[str, dict[str, list[tuple[str, DataUse]]]] = {}
    for item, uses in _held(new).items():
        for name, use in uses:
            for purpose in use.purposes:
                if purpose not in had.get(item, {purpose}):
                    reached.setdefault(purpose, {}).setdefault(item, []).append((name, use))
    for purpose, items in reached.items():
        yield _new_purpose(old, new, purpose, items)


def _new_purpose(
    old: Policy, new: Policy, purpose: str, items: Mapping[str, list[tuple[str, DataUse]]]
) -> Difference:
    relation = relation_of(old, new, purpose)
    one = new.purposes[purpose]
    uses = [use for found in items.values() for use in found]
    ours = any(use.role == "controller" for _, use in uses)
    consent = relation != "within" and ours
    labels = [category.label(item) for item in items]
    return Difference(
        kind="new-purpose",
        path=("purposes", purpose),
        clauses=tuple(dict.fromkeys((*one.c, *_clauses(uses)))),
        what=Text(
            en=f"newly used for “{one.en}”: {', '.join(label.en for label in labels)}",
            ja=f"新たに「{one.ja}」に利用します: {'、'.join(label.ja for label in labels)}",
        ),
        relation=relation,
        duty=Duty(
            tell=people_of(new, uses),
            before=_announced(new),
            consent=consent,
            law=("APPI 18(1)",) if consent else ("APPI 17(2)", "APPI 21(3)"),
            why=_REASONS[relation],
        ),
    )


_REASONS: dict[Relation, Text] = {
    "within": Text(
        en="a purpose within reasonable relation to the former ones is told or published",
        ja="変更前の利用目的と関連性が合理的に認められる範囲の変更は、通知または公表します",
    ),
    "beyond": Text(
        en="a purpose beyond reasonable relation needs consent",
        ja="関連性が合理的に認められる範囲を超える変更には、本人の同意が必要です",
    ),
    "unsure": Text(
        en="nobody said that the purpose is within reasonable relation (`history: reasonable:`), "
        "so consent is needed",
        ja="合理的な関連性の有無が示されていないため(`history:` の `reasonable:`)、同意が必要です",
    ),
}


def relation_of(old: Policy, new: Policy, purpose: str) -> Relation:
    """Say how a purpose relates to those of the old version (APPI art. 17(2)).

    Advertising, promotion, profiling and inference from sensitive data never relate to a
    service by themselves. Anything else relates only if the change says why.
    """
    one = new.purposes[purpose]
    known = old.purposes.get(purpose)
    if known is not None and not _grew(known, one):
        # Known for other data: the person could expect this use of what they gave.
        return "within"
    if one.ads or one.message == "promotional" or one.profiling or one.sensitive:
        return "beyond"
    newest = max(new.history, key=lambda change: change.date, default=None)
    if newest is not None and purpose in newest.reasonable:
        return "within"
    return "unsure"


def _grew(old: PurposeOfUse, new: PurposeOfUse) -> bool:
    flags = ("ads", "profiling", "sensitive")
    louder = any(getattr(new, flag) and not getattr(old, flag) for flag in flags)
    promotes = new.message == "promotional" != old.message
    rows = old.output != "rows" and new.output == "rows"
    return louder or promotes or rows


def _changed_purposes(old: Policy, new: Policy) -> Iterator[Difference]:
    for name in old.purposes.keys() & new.purposes.keys():
        one, was = new.purposes[name], old.purposes[name]
        if _grew(was, one):
            uses = [(n, use) for n, use in new.data.items() if name in use.purposes]
            yield Difference(
                kind="new-purpose",
                path=("purposes", name),
                clauses=one.c,
                what=Text(
                    en=f"the purpose `{name}` reaches further",
                    ja=f"利用目的 `{name}` が広がりました",
                ),
                relation="beyond",
                duty=Duty(
                    tell=people_of(new, uses),
                    before=_announced(new),
                    consent=True,
                    law=("APPI 18(1)",),
                    why=_REASONS["beyond"],
                ),
            )
        if was.opt_in and not one.opt_in:
            yield _asks_no_more(new, name)


def _asks_no_more(new: Policy, name: str) -> Difference:
    return Difference(
        kind="weaker-right",
        path=("purposes", name, "opt_in"),
        clauses=new.purposes[name].c,
        what=Text(
            en=f"`{name}` no longer asks first",
            ja=f"`{name}` が事前の同意を求めなくなりました",
        ),
        duty=Duty(
            tell=tuple(new.people),
            before=_announced(new),
            consent=True,
            law=("APPI 18(1)", "JP-MAIL 3(1)"),
            why=Text(
                en="what was asked for stays asked for",
                ja="同意を前提とした利用には同意が必要です",
            ),
        ),
    )


def _new_sources(
    new: Policy, item: str, earlier: list[tuple[str, DataUse]], uses: list[tuple[str, DataUse]]
) -> Iterator[Difference]:
    had = {s for _, use in earlier for s in use.source}
    for name, use in uses:
        for source in use.source:
            if source not in had:
                label = category.label(item)
                yield Difference(
                    kind="new-source",
                    path=("data", name, "source"),
                    clauses=use.c,
                    what=Text(
                        en=f"{label.en} is newly acquired from: {source}",
                        ja=f"{label.ja}を新たな取得元({source})から取得します",
                    ),
                    duty=Duty(
                        tell=people_of(new, [(name, use)]),
                        before=_announced(new),
                        law=("APPI 21(1)", "APPI 30"),
                        why=Text(
                            en="where data comes from is told", ja="取得元は示す必要があります"
                        ),
                    ),
                )


def _narrower(item: str, uses: list[tuple[str, DataUse]]) -> Difference:
    label = category.label(item)
    return Difference(
        kind="narrower",
        path=("data", uses[0][0]),
        clauses=_clauses(uses),
        what=Text(en=f"{label.en} is no longer held", ja=f"{label.ja}を取り扱わなくなりました"),
    )
