"""A person decides what discovery could not: the file says so, its comments stay, the ledger knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.datamap.deciding import DECIDED, Book, MapChangedError, decide
from upheld.datamap.document import digest_of
from upheld.datamap.model import DataMap
from upheld.datamap.placing import Choice, Decided, DecisionRefusedError, kind_of, offered
from upheld.datamap.reading import read_map
from upheld.evidence import ledger, store
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import read_entry
from upheld.evidence.signing import new_key
from upheld.terminal.main import main

MAP = """\
# The shop's map. 店のデータマップ
system: shop
subjects: {customer: {table: customer, key: id, identifiers: {email: email}}}
tables:
  customer:                     # people / 本人
    fields: {email: {category: contact.email}}
    on_erase: delete
    unsure:
      - {point: zork, guess: {category: free_text}, why: "a text nobody knows", confidence: 0.4}
      - {point: mood, guess: none, why: looks empty, confidence: 0.3}
  # Orders stay seven years, see the policy.
  orders:
    edges:
      - {to: customer, via: customer_id, role: owner}   # who bought
    fields:
      note: {category: free_text}   # what customers write
    unsure:
      - point: referrer_id
        guess: {to: customer, via: referrer_id, role: accessor, declared: false}
        why: 87 % of the sampled values are customers   # counted in May
        confidence: 0.7
      - {point: retain, guess: {retain: {rule: billing-records, from: ordered_at, keep: [id]}}, why: a record, confidence: 0.6}
      - {point: payload, guess: {json: {$.email: erase}}, why: documents, confidence: 0.5}
      - {point: ghost_id, guess: {to: ghost, via: ghost_id, role: owner}, why: a name, confidence: 0.5}
  # Everything below is new since the spring release.
  campaign:
    unsure:
      - {point: table, guess: {none: not about a person}, why: no way to a person, confidence: 0.5}
  visit:
    none: nobody is in here       # asked the team
    unsure:
      - {point: who, guess: {to: customer, via: who, role: owner}, why: a name, confidence: 0.5}
  parcel:
    edges: [{to: orders, via: order_id}]
    fields: {label: none}
    unsure:
      - {point: table, guess: as proposed in this entry, why: a new table, confidence: 0.6}
      - {point: odd, guess: {skipped: true}, why: from other software, confidence: 0.0}
# The end. おわり
"""
RULES = ("shopping", "billing-records")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "datamap"
    folder.mkdir()
    (folder / "shop.yaml").write_text(MAP, "utf-8")
    return folder / "shop.yaml"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    store.create_tables(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def signer() -> Signer:
    return new_key("shop")


def run(
    path: Path, engine: Engine, table: str, number: int, choice: Choice, **more: str | None
) -> DataMap:
    decided = Decided(
        table=table, number=number, choice=choice, by="S-0123456789", why="asked the team",
        category=more.get("category"), rule=more.get("rule"), to=more.get("to"),
    )  # fmt: skip
    expected = more.get("expected", digest_of(path.read_text("utf-8")))
    book = Book(engine=engine, clock=SystemClock(), staff="S-0123456789")
    after = decide(path, decided, book, expected=expected, rules=RULES)
    assert after == digest_of(path.read_text("utf-8"))
    return read_map(path).model


def lines_changed(path: Path) -> tuple[list[str], list[str]]:
    before, now = MAP.splitlines(), path.read_text("utf-8").splitlines()
    gone = [line for line in before if line not in now]
    return gone, [line for line in now if line not in before]


@pytest.mark.parametrize("role", ["owner", "accessor", "mention", "custodian"])
def test_a_guessed_edge_takes_its_place_in_the_role_that_was_chosen(
    path: Path, engine: Engine, role: Choice
) -> None:
    entry = run(path, engine, "orders", 0, role).tables["orders"]
    added = next(edge for edge in entry.edges if edge.via == "referrer_id")
    assert (added.to, added.role, added.declared) == ("customer", role, False)
    decided = entry.unsure[0].decided
    assert decided is not None
    assert (decided.by, decided.why, decided.as_) == ("S-0123456789", "asked the team", role)
    assert decided.date == SystemClock().today()
    assert f"date: {decided.date}" in path.read_text("utf-8")


def test_a_rejected_guess_leaves_the_entry_as_it_is(path: Path, engine: Engine) -> None:
    before = read_map(path).model.tables["orders"]
    entry = run(path, engine, "orders", 0, "reject").tables["orders"]
    assert entry.edges == before.edges
    decided = entry.unsure[0].decided
    assert decided is not None
    assert decided.as_ is None


def test_every_comment_stays_on_the_line_it_was_on(path: Path, engine: Engine) -> None:
    run(path, engine, "customer", 0, "take")
    run(path, engine, "orders", 0, "owner")
    run(path, engine, "orders", 1, "take", rule="shopping")
    run(path, engine, "campaign", 0, "take")
    run(path, engine, "parcel", 0, "take")
    gone, _ = lines_changed(path)
    assert [line.strip()[:20] for line in gone] == [
        "fields: {email: {cat", "- {point: zork, gues", "- {point: retain, gu",
        "- {point: table, gue", "- {point: table, gue",
    ]  # fmt: skip
    text = path.read_text("utf-8")
    assert text.index("# Everything below is new") + 60 > text.index("  campaign:")
    assert "# Orders stay seven years, see the policy.\n  orders:" in text
    assert text.endswith("# The end. おわり\n")


def test_a_column_is_given_its_category_or_another_or_none(path: Path, engine: Engine) -> None:
    assert run(path, engine, "customer", 0, "take").tables["customer"].category_of("zork") == (
        "free_text"
    )
    mood = run(path, engine, "customer", 1, "category", category="contact.phone")
    assert mood.tables["customer"].category_of("mood") == "contact.phone"
    assert mood.tables["customer"].unsure[1].decided.as_ == "contact.phone"  # type: ignore[union-attr]


def test_none_of_a_column_says_that_it_holds_nothing_personal(path: Path, engine: Engine) -> None:
    assert run(path, engine, "customer", 1, "none").tables["customer"].fields["mood"] == "none"


def test_a_category_that_does_not_exist_is_refused_with_the_nearest(
    path: Path, engine: Engine
) -> None:
    with pytest.raises(DecisionRefusedError) as refused:
        run(path, engine, "customer", 0, "category", category="contact.emial")
    assert "contact.email" in refused.value.remedy.en
    assert path.read_text("utf-8") == MAP
    with pytest.raises(DecisionRefusedError, match="no data category"):
        run(path, engine, "customer", 0, "category")


def test_a_retention_is_taken_with_a_rule_of_the_policy_only(path: Path, engine: Engine) -> None:
    with pytest.raises(DecisionRefusedError, match="no retention rule `for-ever`"):
        run(path, engine, "orders", 1, "take", rule="for-ever")
    retain = run(path, engine, "orders", 1, "take", rule="shopping").tables["orders"].retain
    assert retain is not None
    assert (retain.rule, retain.from_, retain.keep) == ("shopping", "ordered_at", ["id"])


def test_documents_and_whole_tables_are_decided_too(path: Path, engine: Engine) -> None:
    assert run(path, engine, "orders", 2, "take").tables["orders"].json_ == {
        "payload": {"$.email": "erase"}
    }
    assert run(path, engine, "campaign", 0, "take").tables["campaign"].none == "not about a person"
    parcel = run(path, engine, "parcel", 0, "take").tables["parcel"]
    assert [point.point for point in parcel.unsure if point.decided is None] == ["odd"]
    assert parcel.edges


def test_what_the_map_cannot_say_is_not_offered_and_not_taken(path: Path, engine: Engine) -> None:
    tables = read_map(path).model.tables
    odd = tables["parcel"].unsure[1]
    assert kind_of(odd) == "other"
    assert offered(odd, tables["parcel"]) == ("reject",)
    assert offered(tables["parcel"].unsure[0], tables["parcel"]) == ("take",)
    with pytest.raises(DecisionRefusedError, match="`owner` is no answer"):
        run(path, engine, "parcel", 1, "owner")
    with pytest.raises(DecisionRefusedError, match="`ghost`, which the map does not know"):
        run(path, engine, "orders", 3, "owner")
    assert path.read_text("utf-8") == MAP


def test_a_comment_that_would_be_lost_keeps_the_file_from_being_written(
    path: Path, engine: Engine
) -> None:
    with pytest.raises(DecisionRefusedError, match="a comment in the file would be lost"):
        run(path, engine, "visit", 0, "owner")
    assert path.read_text("utf-8") == MAP
    path.write_text(MAP.replace("in here       # asked the team", "in here"), "utf-8")
    visit = run(path, engine, "visit", 0, "owner").tables["visit"]
    assert (visit.none, visit.edges[0].via) == (None, "who")


def test_nobody_writes_into_a_file_they_have_not_seen(path: Path, engine: Engine) -> None:
    seen = digest_of(path.read_text("utf-8"))
    run(path, engine, "customer", 0, "take")
    now = path.read_text("utf-8")
    with pytest.raises(MapChangedError):
        run(path, engine, "customer", 1, "none", expected=seen)
    assert path.read_text("utf-8") == now


def test_a_point_is_decided_once(path: Path, engine: Engine) -> None:
    run(path, engine, "customer", 0, "take")
    with pytest.raises(DecisionRefusedError, match=r"point 0 of `customer` .* is not open"):
        run(path, engine, "customer", 0, "none")
    for table, number in (("customer", 7), ("customer", -1), ("nothing", 0)):
        with pytest.raises(DecisionRefusedError, match="is not open"):
            run(path, engine, table, number, "none")


def test_the_ledger_knows_who_decided_what_and_both_files(
    path: Path, engine: Engine, signer: Signer
) -> None:
    before = digest_of(path.read_text("utf-8"))
    run(path, engine, "orders", 0, "custodian")
    ledger.seal(engine, signer, SystemClock())
    (row,) = ledger.entries_of_kinds(engine, (DECIDED,))
    assert read_entry(row.leaf).body == {
        "system": "shop", "table": "orders", "point": "referrer_id", "choice": "custodian",
        "staff": "S-0123456789", "before_sha256": before,
        "after_sha256": digest_of(path.read_text("utf-8")),
    }  # fmt: skip


def test_no_file_changes_where_the_ledger_cannot_be_written(path: Path, engine: Engine) -> None:
    store.metadata.drop_all(engine)
    with pytest.raises(Exception, match="no such table"):
        run(path, engine, "customer", 0, "take")
    assert path.read_text("utf-8") == MAP
    assert [one.name for one in path.parent.iterdir()] == ["shop.yaml"]


def test_a_terminal_decides_as_the_console_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "shop", "--drill"]) == 0
    monkeypatch.chdir(tmp_path / "shop")
    path = tmp_path / "shop" / "datamap" / "shop.yaml"
    path.write_text(MAP, "utf-8")
    who = ["--by", "mori", "--why", "営業部に確認"]
    capsys.readouterr()
    assert main(["map", "decide", "shop", "orders", "referrer_id", "accessor", *who]) == 0
    assert "9 point(s) left" in capsys.readouterr().out
    decided = read_map(path).model.tables["orders"].unsure[0].decided
    assert decided is not None
    assert (decided.by, decided.why) == ("mori", "営業部に確認")
    wrong = (
        ["orders", "referrer_id", "owner"], ["orders", "retain", "maybe"],
        ["nothing", "retain", "take"], ["orders", "retain", "owner"],
    )  # fmt: skip
    for words in wrong:
        assert main(["map", "decide", "shop", *words, *who]) == 2, words
    assert (
        main(["map", "decide", "shop", "orders", "retain", "reject", "--by", " ", "--why", "x"])
        == 2
    )
    assert main(["map", "decide", "stall", "orders", "retain", "reject", *who]) == 2
    capsys.readouterr()
    assert main(["map", "decide", "shop", "campaign", "table", "reject", *who]) == 0
    assert "nothing says whose the rows of campaign are now" in capsys.readouterr().out
    assert main(["map", "decide", "shop", "visit", "who", "reject", *who]) == 0
    assert "nothing says whose" not in capsys.readouterr().out
    assert "referrer_id" not in [p.point for _, p in read_map(path).model.unsure_points()]
    assert main(["ledger", "check"]) == 0


PEOPLE_INSIDE = """\
  memo:
    fields: {f1: {category: identity.my_number}, f2: {category: free_text}}
    unsure:
      - {point: table, guess: {none: not about a person}, why: no way to a person, confidence: 0.5}
      - {point: f3, guess: none, why: empty, confidence: 0.5}
"""


def test_a_table_that_names_people_cannot_be_decided_to_be_nobodys(
    path: Path, engine: Engine
) -> None:
    before = MAP.replace("# The end.", PEOPLE_INSIDE + "# The end.")
    path.write_text(before, "utf-8")
    with pytest.raises(DecisionRefusedError, match="`f1` name a person") as caught:
        run(path, engine, "memo", 0, "take")
    assert "edges: [{to: …, via: …}]" in caught.value.remedy.ja
    assert path.read_text("utf-8") == before
    assert run(path, engine, "memo", 0, "reject").tables["memo"].none is None


def test_a_column_of_a_table_that_is_nobodys_cannot_be_decided_to_name_people(
    path: Path, engine: Engine
) -> None:
    inside = PEOPLE_INSIDE.replace("identity.my_number", "free_text").replace(
        "    unsure:", "    none: a list of our own\n    unsure:"
    )
    path.write_text(MAP.replace("# The end.", inside + "# The end."), "utf-8")
    with pytest.raises(DecisionRefusedError, match="`f3` name a person"):
        run(path, engine, "memo", 1, "category", category="contact.email")
    run(path, engine, "memo", 1, "category", category="free_text")


def test_an_edge_can_be_decided_to_lead_to_another_kind_of_person(
    path: Path, engine: Engine, signer: Signer
) -> None:
    subjects = "subjects: {customer: {table: customer, key: id, identifiers: {email: email}}}"
    more = subjects[:-1] + ", staff: {table: staff, key: id, identifiers: {email: mail}}}"
    text = MAP.replace(subjects, more).replace(
        "accessor, declared", "accessor, references: [id], declared"
    )
    path.write_text(text, "utf-8")
    entry = run(path, engine, "orders", 0, "custodian", to="staff").tables["orders"]
    added = next(edge for edge in entry.edges if edge.via == "referrer_id")
    assert (added.to, added.role, added.references) == ("staff", "custodian", None)
    ledger.seal(engine, signer, SystemClock())
    (row,) = ledger.entries_of_kinds(engine, (DECIDED,))
    assert read_entry(row.leaf).body["to"] == "staff"


def test_an_edge_leads_to_nobody_that_the_map_does_not_know(path: Path, engine: Engine) -> None:
    with pytest.raises(DecisionRefusedError, match="no kind of person and no table `clerk`"):
        run(path, engine, "orders", 0, "custodian", to="clerk")
    for number, choice in ((0, "reject"), (1, "take")):
        with pytest.raises(DecisionRefusedError, match="takes no `to`"):
            run(path, engine, "orders", number, choice, to="customer")  # type: ignore[arg-type]


def test_a_wrong_answer_names_the_point_and_those_that_fit_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "shop", "--drill"]) == 0
    monkeypatch.chdir(tmp_path / "shop")
    (tmp_path / "shop" / "datamap" / "shop.yaml").write_text(MAP, "utf-8")
    who = ["--by", "mori", "--why", "x"]
    capsys.readouterr()
    for language, said in (
        ("en", "did you mean `owner`? use one of"),
        ("ja", "`owner` ではありませんか"),
    ):
        words = [
            "--lang",
            language,
            "map",
            "decide",
            "shop",
            "orders",
            "referrer_id",
            "owned",
            *who,
        ]
        assert main(words) == 2
        shown = capsys.readouterr().err
        assert said in shown
        assert "`referrer_id`" in shown
        assert "`reject`" in shown
        assert "`take`" not in shown
        assert (
            main(["--lang", language, "map", "decide", "shop", "orders", "gone", "owner", *who])
            == 2
        )
        assert "`orders`: `gone`" in capsys.readouterr().err
