"""What each column of a person's table holds; which columns mark a row as deleted."""

from collections.abc import Iterator, Mapping

from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.beside import beside
from upheld.datamap.discovery.proposal import Doubt, ProposedTable
from upheld.datamap.discovery.sampling import NO_TRAITS, Traits
from upheld.detection.kind import kinds
from upheld.detection.names import NOTHING, NameGuess, categorise
from upheld.detection.nouns import noun_of
from upheld.detection.spelling import word_set, words

_PERSONAL = (
    "identity", "contact", "health", "belief", "origin", "criminal", "biometric", "sexuality",
    "finance.card", "finance.bank", "account.login", "account.password", "account.session",
    "account.token", "device.ip", "device.id", "device.cookie", "location.precise", "employment",
)  # fmt: skip
_WHOM = ("identity", "contact")
_SURE = 0.6
"""Confidence (0 to 1) from which a category takes its place; too many is safer than too few."""
_MOSTLY = 0.8  # share of sampled values
_FEW = 24  # distinct values of a code or status
_ROWS_FOR_A_CODE = 40
_TOLD = 0.7
"""Confidence from which a name says that people write there: `notes`, and not `title`."""
_REPEATED = 0.3  # distinct texts a filled row
_LONG = 64  # characters of a text that people write rather than choose
_SOFT_DELETE = word_set("""
    deletedat isdeleted deleted deletedon deleteddate datedeleted removedat isremoved discardedat
    trashedat delflg delflag deleteflag deleteflg deletedflag archivedat sakujoflg sakujobi
    削除フラグ 削除日時 削除日 論理削除 退会日時""")
_VERSIONS = word_set("version versions ver release build firmware バージョン 版")
_TIMES = frozenset({"date", "datetime", "boolean"})
_BIRTH = frozenset({"identity.birth_date", "identity.age"})
_NUMBERS = frozenset({"integer", "decimal"})
_ASKED = 0.55
"""Confidence of a guess that a person decides."""
_BLANK = word_set("""
    c col column field f v val value a attr attribute d date day item data x 列 項目 属性 値 日付""")
"""Words of a column's name that say nothing."""
_WRITTEN = (
    "contact.address",
    "contact.email",
    "identity.name",
    "identity.kana",
    "free_text",
    "content",
)
"""Categories that are written in letters: a number is a count or a key."""


def category_of(column: Column, table: str, traits: Traits) -> NameGuess | None:
    """Guess from values first (they show what names hide), then from the name; `None`: unknown."""
    guess = categorise(column.name, table)
    if shown := _by_shape(column, traits, guess) or _seen(column.name, traits, guess):
        return shown
    if guess and guess.category == "free_text" and guess.confidence < _TOLD and _chosen(traits):
        return NameGuess(
            category=NOTHING, confidence=0.65, reason="the same texts again and again: chosen, not written",
        )  # fmt: skip
    if guess and not _special(guess):
        if column.type in _TIMES and guess.category not in _BIRTH:
            return NameGuess(category=NOTHING, confidence=0.85, reason=_a(column))
        in_digits = guess.category == "contact.address.postal_code"
        if column.type in _NUMBERS and guess.category.startswith(_WRITTEN) and not in_digits:
            return NameGuess(category=NOTHING, confidence=0.8, reason=_a(column))
    if guess is None and traits.phones >= _MOSTLY and traits.longest >= 10:  # noqa: PLR2004 - digits of a number
        return NameGuess(
            category="contact.phone", confidence=0.75, reason="values look like phone numbers"
        )
    return guess


def _chosen(traits: Traits) -> bool:
    """Whether texts repeat as those of a catalogue do, and what people write does not."""
    return traits.filled >= _ROWS_FOR_A_CODE and traits.distinct < traits.filled * _REPEATED


def _by_shape(column: Column, traits: Traits, by_name: NameGuess | None) -> NameGuess | None:
    """What the plainest of shapes show without a scanner."""
    if not traits.distinct or column.type not in {"text", "other"}:
        return None
    for share, category, what in (
        (traits.emails, "contact.email", "e-mail addresses"),
        (traits.addresses_ip, "device.ip", "IP addresses"),
    ):
        if share >= _MOSTLY:
            if category == "device.ip" and _tells_versions(column.name):
                continue
            if by_name and by_name.category.startswith(("account.login", category)):
                return by_name
            return NameGuess(
                category=category,
                confidence=round(share * 0.98, 2),
                reason=f"values look like {what}",
            )
    return None


def _tells_versions(name: str) -> bool:
    """Whether a name says that numbers in four parts are no addresses: `10.0.19045.3`."""
    return any(word in _VERSIONS or word.endswith("バージョン") for word in words(name))


def _seen(column: str, traits: Traits, by_name: NameGuess | None) -> NameGuess | None:
    """What a scanner of texts held the values for; a name of the same field says it more finely."""
    verdict = traits.verdict
    if verdict is None or verdict.kind is None or verdict.category is None:
        return None
    if verdict.kind == "ip_address" and _tells_versions(column):
        return None
    guessed = verdict.kind == "birth_date" and not verdict.by_name
    blank = all(word.strip("0123456789") in {"", *_BLANK} for word in words(column))
    if guessed and not blank and by_name is not None and by_name.category not in _BIRTH:
        return None  # days over decades, under a name that says which days they are
    if (
        verdict.kind == "person_name"
        and verdict.by_name
        and by_name
        and by_name.category == NOTHING
    ):
        return None  # what things are called looks like names once it is called a name
    label = kinds()[verdict.kind].label.en
    share = f"{verdict.share:.0%} of {verdict.looked_at} values"
    reason = f"{share} are of the kind {label}{' under this name' if verdict.by_name else ''}"
    head = verdict.category.partition(".")[0]
    if by_name is not None and by_name.category.partition(".")[0] == head:
        return NameGuess(
            category=by_name.category,
            confidence=max(by_name.confidence, round(verdict.share * 0.98, 2)),
            reason=f"{by_name.reason}; {reason}",
        )
    # Days over decades are births in a column without a name; `founded_on` is asked about.
    sure = _ASKED if guessed and not blank and by_name is None else round(verdict.share * 0.95, 2)
    return NameGuess(category=verdict.category, confidence=sure, reason=reason)


def _holding(traits: Traits) -> str:
    """What stands inside the texts of a column, the most frequent first."""
    within = traits.verdict.within if traits.verdict else {}
    ranked = sorted(within.items(), key=lambda one: -one[1])[:4]
    return ", ".join(f"{kinds()[kind].label.en} {share:.0%}" for kind, share in ranked)


def _special(guess: NameGuess) -> bool:
    return guess.category.startswith(
        ("health", "belief", "origin", "criminal", "sexuality", "biometric")
    )


def personal_columns(
    table: Table, samples: Mapping[str, Traits], *, about_whom: bool = False
) -> list[str]:
    """Columns that hold personal data; `about_whom`: only those that say who or where."""
    prefixes = _WHOM if about_whom else _PERSONAL
    found = []
    for column in table.columns.values():
        guess = category_of(column, table.name, samples.get(column.name, NO_TRAITS))
        if guess and guess.confidence >= _SURE and guess.category.startswith(prefixes):
            found.append(column.name)
    return found


def is_personal_key(column: Column, table: str) -> bool:
    """Whether a key is a secret or an address itself: `session_key`, `email`."""
    guess = categorise(column.name, table)
    held = ("account.session", "account.token", "account.login", "contact")
    return column.type == "text" and guess is not None and guess.category.startswith(held)


def fill_fields(
    table: Table, proposed: ProposedTable, samples: Mapping[str, Traits], known: frozenset[str]
) -> None:
    """Say for every column of a person's table what it holds, or leave a doubt."""
    for column in table.columns.values():
        if column.name in known:
            continue
        traits = samples.get(column.name, NO_TRAITS)
        guess = beside(table, column) or category_of(column, table.name, traits)
        if guess is None or guess.confidence < _SURE:
            guess = _by_type(column, traits, guess)
        if guess.confidence < _SURE:
            proposed.doubts.append(_doubt(column, traits, guess))
        elif guess.category == NOTHING:
            proposed.fields[column.name] = NOTHING
        else:
            holding = _holding(traits) if guess.category == "free_text" else ""
            why = f"{guess.reason}; holds {holding}" if holding else guess.reason
            proposed.fields[column.name] = {
                "category": guess.category, "why": why, "confidence": guess.confidence,
            }  # fmt: skip


def _doubt(column: Column, traits: Traits, guess: NameGuess) -> Doubt:
    """What a person is asked about a column, and what was seen in its values."""
    holding = _holding(traits)
    category = "free_text" if holding and guess.category == NOTHING else guess.category
    return Doubt(
        point=column.name,
        guess={"category": category} if category != NOTHING else NOTHING,
        why=f"{guess.reason}; holds {holding}" if holding else guess.reason,
        confidence=guess.confidence,
    )


def _a(column: Column) -> str:
    """A type as it stands in a reason."""
    if column.type == "other":
        return "a special type"
    return f"an {column.type}" if column.type[0] in "ai" else f"a {column.type}"


def _by_type(column: Column, traits: Traits, by_name: NameGuess | None) -> NameGuess:
    """What type and values say where the name says too little."""
    category, confidence, reason = NOTHING, 0.55, f"{_a(column)} with no telling name"
    long = column.type == "text" and (column.length is None or column.length > _LONG)
    if column.type in _TIMES | _NUMBERS and by_name is None:
        confidence = 0.7
    elif column.type == "uuid":
        category, confidence, reason = "key", 0.7, "a uuid"
    elif traits.filled >= _ROWS_FOR_A_CODE and traits.distinct <= _FEW and traits.longest <= _LONG:
        confidence, reason = 0.7, f"only {traits.distinct} different values"
    elif by_name is not None:
        return by_name
    elif column.type == "json":
        category, confidence, reason = "free_text", 0.5, "a JSON document"
    elif long and traits.longest > _LONG:
        category, confidence, reason = "free_text", 0.65, "long texts"
    elif long:
        category, confidence = "free_text", 0.5
    return NameGuess(category=category, confidence=confidence, reason=reason)


def soft_delete_of(table: Table) -> str | None:
    """The column that marks a row as deleted, if there is one."""
    return next((c for c in table.columns if "".join(words(c)) in _SOFT_DELETE), None)


_RETAINED = word_set("""
    order invoice payment transaction receipt billing bill refund purchase sale charge chumon
    juchu seikyu nyukin 注文 受注 請求 請求書 入金 売上 取引 領収書""")
_STARTS = (
    "placed",
    "ordered",
    "invoiced",
    "paid",
    "issued",
    "created",
    "注文",
    "請求",
    "受注",
    "作成",
)
_KEPT = (
    "id",
    "number",
    "no",
    "total",
    "amount",
    "currency",
    "番号",
    "合計",
    "金額",
    "tax",
    "status",
    "price",
)


def retention_doubt(table: Table) -> Doubt | None:
    """Bookkeeping records may have to be kept by law; only a person can name the rule."""
    from upheld.datamap.discovery.naming import bare
    from upheld.detection.spelling import singular

    if noun_of(table.name) != "record" or singular(words(bare(table.name))[-1]) not in _RETAINED:
        return None
    times = [c.name for c in table.columns.values() if c.type in {"date", "datetime"}]
    start = next(
        (t for mark in _STARTS for t in times if mark in t.lower()), times[0] if times else None
    )
    if start is None:
        return None
    keep = list(dict.fromkeys([*table.primary_key, *_kept(table), start]))
    return Doubt(
        point="retain",
        guess={
            "retain": {"rule": "billing-records", "from": start, "keep": keep, "after": "delete"}
        },
        why="looks like a bookkeeping record: which rule of the policy keeps it, from which day?",
        confidence=0.6,
    )


def _kept(table: Table) -> Iterator[str]:
    for column in table.columns.values():
        if column.type in {"integer", "decimal", "text"} and words(column.name)[-1] in _KEPT:
            yield column.name
