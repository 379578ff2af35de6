"""The bundle that answers a request for records of provision: JSON, CSV, page, manifest.

APPI 33(5) lets a person ask for the records of articles 29(1) and 30(3) as for their data. What
would harm somebody is withheld by a decision, never here (Order 11).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any

from upheld.disclosure.bundle import MANIFEST, MANIFEST_SCHEMA
from upheld.disclosure.draft import OpenDraft, SealedDraft
from upheld.disclosure.page import document_head, fact, file_name, instant, language_links
from upheld.disclosure.procedure import Delivery
from upheld.disclosure.provision_words import WORDS
from upheld.disclosure.values import cell
from upheld.policy.model import Policy
from upheld.registers.provision import KeptRecord
from upheld.vocabulary import category
from upheld.wording import Language, Text

SCHEMA = "upheld/provision-records/1"
_JSON = "records.json"
_CSV = "records.csv"
BOM = "\ufeff"
"""Without it spreadsheets read Japanese in the machine's own encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One record as it is handed out.

    Attributes:
        kept_until: The last day on which it is kept.
        content: What was sealed: name, address, representative, person, items, …
    """

    record: KeptRecord
    kept_until: date
    content: Mapping[str, Any] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Every item that the law wants recorded."""
        one, said = self.record, self.content
        return {
            "record": one.id,
            "direction": one.direction,
            "third_party": {n: said[n] for n in ("name", "address", "representative")},
            "basis": one.basis,
            "consented": said["consented"],
            "form": one.form,
            "first_on": one.first_on.isoformat(),
            "last_on": one.last_on.isoformat(),
            "made_on": one.made_on.isoformat(),
            "items": list(said["items"]),
            "person": dict(said["person"]),
            "acquisition": said["acquisition"],
            "kept_until": self.kept_until.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a bundle says besides the records.

    Attributes:
        through: Until when somebody answers for the register being complete.
        missing: What keeps it from being proven that these are all.
    """

    request: str
    policy: Policy
    version: str
    made_at: datetime
    through: date | None
    missing: Sequence[Text]


def write_records(told: Sequence[Told], answered: Answered, delivery: Delivery) -> str:
    """Write the bundle of one person, who has at least one record; return the SHA-256 (hex) of its manifest.

    Raises:
        BundleNotWrittenError: The disk does not take it; nothing of it is left.
        UsageError: A folder of this name is there already.
    """
    ref = answered.request
    sealed = delivery.seal
    draft = (
        OpenDraft(delivery.out, [ref])
        if sealed is None
        else SealedDraft(delivery.out, [ref], sealed)
    )
    try:
        for name, text in _files(told, answered, delivery.languages):
            draft.append(ref, name, text.encode())
        draft.flush()
        manifest = {
            "schema": MANIFEST_SCHEMA,
            "request": ref,
            "made_at": answered.made_at.isoformat(),
            "files": {
                name: {"bytes": one.bytes, "sha256": one.sha256}
                for name, one in sorted(draft.files[ref].items())
            },
            "not_proven": [text.en for text in answered.missing],
        }
        document = json.dumps(manifest, ensure_ascii=False, indent=1)
        draft.append(ref, MANIFEST, f"{document}\n".encode())
        draft.flush()
        digest = draft.files[ref][MANIFEST].sha256
        draft.commit()
    finally:
        draft.discard()
    return digest


def _files(
    told: Sequence[Told], answered: Answered, languages: tuple[Language, ...]
) -> Iterator[tuple[str, str]]:
    document = {
        "schema": SCHEMA,
        "request": answered.request,
        "made_at": answered.made_at.isoformat(),
        "complete_through": answered.through.isoformat() if answered.through else None,
        "not_proven": [{"ja": text.ja, "en": text.en} for text in answered.missing],
        "records": [one.as_json() for one in told],
    }
    yield _JSON, json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    yield _CSV, BOM + "".join(table(told))
    for language in languages:
        yield file_name(languages, language), _page(told, answered, languages, language)


def table(told: Iterable[Told]) -> Iterator[str]:
    """Yield records as lines of a CSV with a header; cells that a spreadsheet would run are text."""
    first = True
    for one in told:
        row = _flat(one.as_json())
        if first:
            yield _line(row)
            first = False
        yield _line(cell(value) for value in row.values())


def _line(cells: Iterable[Any]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(list(cells))
    return out.getvalue()


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """One record as a line: lists and identifiers in one cell each."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if name == "third_party":
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        elif name == "person":
            flat[name] = "; ".join(f"{kind}={inner}" for kind, inner in value.items())
        else:
            flat[name] = " ".join(value) if isinstance(value, list) else value
    return flat


def _page(
    told: Sequence[Told], answered: Answered, languages: tuple[Language, ...], language: Language
) -> str:
    w = {key: text.in_language(language) for key, text in WORDS.items()}
    company = answered.policy.policy.company.text().in_language(language)
    whole = w["complete_through"].format(day=answered.through) if answered.through else "–"
    parts = [
        document_head(f"{w['title']} {answered.request}", language),
        '<body>\n<div class="page">\n<header class="top">\n',
        language_links(languages, language),
        f'<p class="company">{escape(company)}</p>\n',
        f"<h1>{escape(w['title'])}</h1>\n<p>{escape(w['lead'])}</p>\n",
        '<dl class="facts">\n',
        fact(w["request"], answered.request),
        fact(w["made_at"], instant(answered.made_at, language)),
        fact(w["policy"], answered.version),
        fact(w["amount"], str(len(told))),
        fact(w["complete"], whole),
        f"</dl>\n</header>\n<main>\n<h2>{escape(w['records'])}</h2>\n",
        *(_record(one, answered.policy, w, language) for one in told),
    ]
    if answered.missing:
        items = "".join(f"<li>{escape(t.in_language(language))}</li>" for t in answered.missing)
        parts.append(f"<h2>{escape(w['not_proven'])}</h2>\n<ul>{items}</ul>\n")
    links = " ".join(f'<a href="{name}">{name}</a>' for name in (_JSON, _CSV))
    parts.append(f"<p>{escape(w['files'])} {links}</p>\n</main>\n</div>\n</body>\n</html>\n")
    return "".join(parts)


def _record(one: Told, policy: Policy, w: Mapping[str, str], language: Language) -> str:
    kept, said = one.record, one.content
    first, last = kept.first_on.isoformat(), kept.last_on.isoformat()
    days = first if first == last else w["days_between"].format(first=first, last=last)
    joined = "、" if language == "ja" else ", "
    pairs = [
        (w["direction"], w[kept.direction]),
        (w["name"], said["name"]),
        (w["address"], said["address"]),
        (w["representative"], said["representative"]),
        (w["basis"], w[kept.basis]),
        (w["days"], days),
        (w["items"], joined.join(_item(policy, name, language) for name in said["items"])),
        (w["person"], joined.join(str(value) for value in said["person"].values())),
        (w["acquisition"], said["acquisition"]),
        (w["kept_until"], one.kept_until.isoformat()),
    ]
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>\n" for name, value in pairs if value
    )
    title = f"{w['record']} {kept.id}"
    return f'<section class="held">\n<h3>{escape(title)}</h3>\n<dl>\n{rows}</dl>\n</section>\n'


def _item(policy: Policy, name: str, language: Language) -> str:
    own = policy.data.get(name)
    if own is not None and own.label is not None:
        return own.label.text().in_language(language)
    return category.label(name).in_language(language) if category.known(name) else name
