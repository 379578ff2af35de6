"""Data maps and datasets of any shape, invented by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from upheld.datamap.model import DataMap
from upheld.vocabulary.alias import fideslang_categories
from upheld.vocabulary.category import categories

CATEGORIES = st.sampled_from([one.name for one in categories()])
COLUMNS = ["id", "email", "phone", "name", "owner_id", "note", "at", "payload"]
TABLES = ["customer", "orders", "address", "log", "shop.staff"]
HOW = st.sampled_from(
    ["null", "redact", "token", "zero", "truncate", None]
) | st.fixed_dictionaries({"set": st.text("xy", max_size=3) | st.integers(0, 9) | st.booleans()})


def _some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=optional)


_COLUMN = st.sampled_from(COLUMNS)
_VIA = (
    _COLUMN
    | st.lists(_COLUMN, min_size=1, max_size=2, unique=True)
    | st.sampled_from(["payload->>'user.id'", "note LIKE 'user:{id}:%'", "payload->>'email'"])
)
_EDGE = st.fixed_dictionaries(
    {"to": st.sampled_from([*TABLES, "person", "worker"]), "via": _VIA},
    optional={
        "role": st.sampled_from(["owner", "accessor", "mention", "custodian"]),
        "references": st.lists(_COLUMN, min_size=1, max_size=2, unique=True),
        "match": st.sampled_from(["email", "phone"]),
        "when": st.just("note = 'x'"),
        "declared": st.booleans(),
        "on_erase": st.sampled_from(["unlink", "keep"]),
        "why": st.just("a guess"),
        "confidence": st.floats(0, 1),
    },
)
_FIELD = st.just("none") | st.fixed_dictionaries(
    {"category": CATEGORIES}, optional={"of": _COLUMN, "why": st.just("a guess")}
)
_OWNS = st.fixed_dictionaries(
    {"table": st.sampled_from(TABLES), "via": _COLUMN},
    optional={"references": st.just(["id"]), "refcount": st.booleans()},
)
_RETAIN = st.fixed_dictionaries(
    {"rule": st.just("books"), "from": st.just("at")},
    optional={"keep": st.lists(_COLUMN, max_size=2), "after": st.just("anonymise")},
)
_JSON = st.dictionaries(
    st.sampled_from(["$.email", "$.user.email", "$.user.ip", "$.user"]),
    st.sampled_from(["erase", "redact", "truncate"]),
    min_size=1,
)
_UNSURE = st.fixed_dictionaries(
    {"point": st.sampled_from([*COLUMNS, "table", "retain", "on_erase"])},
    optional={
        "guess": st.just({"to": "person"}),
        "why": st.just("no key"),
        "confidence": st.just(0.5),
    },
)
_OWNED = _some(
    edges=st.lists(_EDGE, max_size=3),
    fields=st.dictionaries(_COLUMN, _FIELD, max_size=4),
    on_erase=st.sampled_from(["delete", "anonymise", "unlink", "keep"])
    | st.fixed_dictionaries({"anonymise": st.dictionaries(_COLUMN, HOW, max_size=2)}),
    retain=_RETAIN,
    hold=st.just("litigation"),
    shared=st.sampled_from(["any_owner", "primary"]),
    owns=st.lists(_OWNS, max_size=2),
    json=st.dictionaries(st.sampled_from(["payload", "note"]), _JSON, max_size=2),
    soft_delete=st.fixed_dictionaries({"column": st.just("at")}),
    guard=st.just("trigger"),
    unsure=st.lists(_UNSURE, max_size=2),
)
_TABLE = _OWNED | st.fixed_dictionaries(
    {"none": st.sampled_from(["reference data", "人のものではない"])}
)
_SUBJECT = st.fixed_dictionaries(
    {
        "table": st.sampled_from(TABLES),
        "key": _COLUMN | st.lists(_COLUMN, min_size=2, max_size=2, unique=True),
        "identifiers": st.dictionaries(
            st.sampled_from(["email", "phone", "customer_id"]), _COLUMN, max_size=2
        ),
    }
)
DATAMAPS = st.fixed_dictionaries(
    {"system": st.sampled_from(["shop", "顧客管理", "a b", "x.y"])},
    optional={
        "subjects": st.dictionaries(st.sampled_from(["person", "worker"]), _SUBJECT, max_size=2),
        "tables": st.dictionaries(st.sampled_from(TABLES), _TABLE, max_size=4),
        "derived": st.just([{"of": "customer", "in": "cache", "key": "c:{id}"}]),
        "collections": st.just({"mails": "derived"}),
    },
).map(DataMap.model_validate)

# -- datasets, as others write them

_KEYS = st.lists(
    st.sampled_from(
        [*fideslang_categories(), "user.contact.email.work", "acme.loyalty",
         "user.provided.identifiable.contact.city"]
    ),
    min_size=1,
    max_size=2,
)  # fmt: skip
_EXTRA = {
    "description": st.text("ab ", max_size=4),
    "data_qualifier": st.just("aggregated"),
    "retention": st.just("30 days"),
    "data_uses": st.just(["essential.service"]),
    "data_purposes": st.just(["analytics"]),
    "data_subjects": st.lists(st.sampled_from(["customer", "employee"]), min_size=1, max_size=2),
    "x_unknown": st.dictionaries(st.text("ab", min_size=1), st.integers(), max_size=2),
}
_REFERENCE = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["shop", "shop", "other"]),
        "field": st.sampled_from(
            ["a.id", "b.id", "c.id", "a.owner", "b.owner", "a.doc.inner", "z.id"]
        ),
    },
    optional={"direction": st.sampled_from(["from", "to"])},
)
_FIELD_META = _some(
    references=st.lists(_REFERENCE, max_size=2),
    identity=st.sampled_from(["email", "phone_number", "external_id"]),
    primary_key=st.booleans(),
    data_type=st.sampled_from(["string", "integer", "string[]"]),
    length=st.integers(1, 99),
    return_all_elements=st.booleans(),
    read_only=st.booleans(),
    custom_request_field=st.just("tenant"),
    masking_strategy_override=st.sampled_from(
        [
            {"strategy": "null_rewrite"},
            {"strategy": "random_string_rewrite", "configuration": {"length": 3}},
            {"strategy": "string_rewrite", "configuration": {"rewrite_value": "X"}},
            {"strategy": "of_our_own"},
            {"strategy": "hash", "configuration": None},
        ]
    ),
    redact=st.just("name"),
)
_META = {
    "fides_meta": _FIELD_META,
    "fidesops_meta": _FIELD_META,
    "fidesctl_meta": st.just({"a": 1}),
}
_NAMES = st.sampled_from(["id", "owner", "mail", "doc", "x"])


def _fields(below: st.SearchStrategy[Any] | None) -> st.SearchStrategy[list[dict[str, Any]]]:
    nested = {} if below is None else {"fields": below}
    body = _some(data_categories=_KEYS, **_EXTRA, **_META, **nested)
    return st.dictionaries(_NAMES, body, max_size=4).map(
        lambda found: [{"name": name, **one} for name, one in found.items()]
    )


_INNER = st.just([{"name": "inner", "data_categories": ["user.name"]}]) | _fields(None)
_COLLECTION_META = _some(
    after=st.just(["shop.b"]),
    erase_after=st.just(["shop.a"]),
    skip_processing=st.booleans(),
    masking_strategy_override=st.just({"strategy": "delete"}),
    partitioning=st.just([{"field": "at"}]),
)
_COLLECTIONS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d.e"]),
    st.fixed_dictionaries(
        {"fields": _fields(_INNER)},
        optional={"data_categories": _KEYS, **_EXTRA, "fides_meta": _COLLECTION_META},
    ),
    max_size=4,
).map(lambda found: [{"name": name, **one} for name, one in found.items()])
DATASETS = st.fixed_dictionaries(
    {"fides_key": st.just("shop"), "collections": _COLLECTIONS},
    optional={
        "organization_fides_key": st.just("default_organization"),
        "name": st.just("Shop"),
        "tags": st.just(["eu"]),
        "meta": st.dictionaries(st.text("ab", min_size=1), st.integers(), max_size=2),
        "data_categories": _KEYS,
        "fides_meta": st.just({"after": ["other"], "namespace": {"project": "p"}}),
        "fidesctl_meta": st.just({"resource_id": "r"}),
        "third_country_transfers": st.just(["GBR"]),
        **_EXTRA,
    },
)
