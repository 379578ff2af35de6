"""Notes of articles, as keys and rules carry them, read and written for people."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from upheld.law.packs.shorthand import read_shorthand, written
from upheld.policy import language
from upheld.policy.language.line import Line
from upheld.policy.model import Policy


@pytest.mark.parametrize(
    ("notes", "ja", "en"),
    [
        (["APPI 33(1)"], "個人情報保護法第33条第1項", "APPI art. 33(1)"),
        (
            ["APPI 33(2), 34(2), 35(2)"],
            "個人情報保護法第33条第2項、第34条第2項、第35条第2項",
            "APPI arts. 33(2), 34(2), 35(2)",
        ),
        (
            ["APPI 34, 35(1)(3)(5)"],
            "個人情報保護法第34条、第35条第1項・第3項・第5項",
            "APPI arts. 34, 35(1)(3)(5)",
        ),
        (
            ["APPI 23; Order 10(i)"],
            "個人情報保護法第23条、個人情報保護法施行令第10条第1号",
            "APPI art. 23; APPI Enforcement Order art. 10(i)",
        ),
        (
            ["APPI 31(1)", "Rules 26-28"],
            "個人情報保護法第31条第1項、個人情報保護法施行規則第26条から第28条まで",
            "APPI art. 31(1); APPI Enforcement Rules arts. 26 to 28",
        ),
        (
            ["Telecommunications Business Act 27-12", "Rules 22-2-27 to 22-2-30"],
            "電気通信事業法第27条の12、電気通信事業法施行規則第22条の2の27から第22条の2の30まで",
            (
                "Telecommunications Business Act art. 27-12; Telecommunications Business Act "
                "Enforcement Rules arts. 22-2-27 to 22-2-30"
            ),
        ),
        (
            ["CCPA 1798.120, 1798.121; 11 CCR 7025(c)(6)"],
            (
                "カリフォルニア州民法第1798.120条、第1798.121条、"
                "カリフォルニア州規則集第11編第7025条(c)(6)"
            ),
            "Cal. Civ. Code §§ 1798.120, 1798.121; 11 CCR § 7025(c)(6)",
        ),
        (
            ["JIS Q 15001 J.6.2"],
            "プライバシーマーク構築・運用指針 J.6.2",
            "PrivacyMark Guidelines J.6.2",
        ),
        (["COPPA"], "連邦規則集第16編", "16 CFR"),
        (["JIS Q 15001 6.1"], "JIS Q 15001:2023 箇条6.1", "JIS Q 15001:2023 clause 6.1"),
        (["JIS Q 15001"], "JIS Q 15001:2023", "JIS Q 15001:2023"),
        (
            ["APPI 35(2)", "APPI 35(6)"],
            "個人情報保護法第35条第2項、第35条第6項",
            "APPI arts. 35(2), 35(6)",
        ),
    ],
)
def test_a_note_is_written_for_people(notes: list[str], ja: str, en: str) -> None:
    assert (written(*notes).ja, written(*notes).en) == (ja, en)


@pytest.mark.parametrize("note", ["GDPR 4(11)", "APPI thirty", "the law", "", "APPI 33((1)"])
def test_what_is_not_understood_stays_as_it_is(note: str) -> None:
    assert read_shorthand(note) is None
    assert written(note).ja == written(note).en == note


@pytest.mark.parametrize(
    ("note", "duties"),
    [
        ("APPI 33(1)", {"appi-33-1"}),
        ("APPI 38", {"appi-38-1", "appi-38-2"}),
        ("Rules 7-10", {"appi-26-1", "appi-26-1-processor", "appi-26-2"}),
        ("Order 10(i)", {"appi-32-1"}),
        ("Telecommunications Business Act 27-12", {"tba-27-12", "tba-27-12-exempt"}),
        ("11 CCR 7021", {"ccpa-7021-a", "ccpa-7021-b"}),
        ("APPI 32(1)(iv)", {"appi-32-1"}),
        ("CCPA 1798.130(a)(2)", {"ccpa-1798-110", "ccpa-7021-b", "ccpa-7020-e"}),
        ("11 CCR 7004(a)(2)", {"ccpa-7004"}),
        ("APPI 3", set()),
    ],
)
def test_a_note_leads_to_duties(note: str, duties: set[str]) -> None:
    cited = read_shorthand(note)
    assert cited is not None
    assert {duty for one in cited for duty in one.duties} == duties


def _notes(model: type[BaseModel]) -> Iterator[str]:
    for field in model.model_fields.values():
        extra = field.json_schema_extra
        note = extra.get("x-law") if isinstance(extra, dict) else None
        if isinstance(note, str):
            yield note


def _models() -> list[type[BaseModel]]:
    waiting: list[type[BaseModel]] = [Line]
    found: list[type[BaseModel]] = [Policy]
    while waiting:
        model = waiting.pop()
        found.append(model)
        waiting += model.__subclasses__()
    return found


def test_every_note_of_the_policy_language_is_understood() -> None:
    assert language.__name__ == "upheld.policy.language"
    notes = {note for model in _models() for note in _notes(model)}
    assert len(notes) > 40
    unknown = {note for note in notes if read_shorthand(note) is None}
    assert all("GDPR" in note for note in unknown), unknown
