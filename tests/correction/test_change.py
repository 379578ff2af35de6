"""The file of a correction: private, closed words, and no value of it in any refusal."""

from pathlib import Path

import pytest

from upheld.correction.change import Changes, read_changes
from upheld.documents.secret_file import SecretExposedError
from upheld.refusal import RefusalError, RefusalsError


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "new.yaml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_values_are_taken_as_they_are_written(tmp_path: Path) -> None:
    text = 'contact.phone: 09012345678\nidentity.name: "佐藤 花子"\nidentity.birth_date: 1990-01-02\ncontact.fax: null\n'
    assert read_changes(written(tmp_path, text)).values == {
        "contact.phone": "09012345678",
        "identity.name": "佐藤 花子",
        "identity.birth_date": "1990-01-02",
        "contact.fax": None,
    }


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretExposedError):
        read_changes(written(tmp_path, "contact.phone: x", 0o644))


def test_an_unknown_category_is_refused_with_its_place_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RefusalsError) as refused:
        read_changes(written(tmp_path, 'identity.name: "a"\ncontact.fone: "090-secret"\n'))
    said = refused.value.as_json("en")
    assert said["where"] == {"file": "new.yaml", "line": 2, "column": 1}
    assert "`contact.phone`" in said["remedy"]


@pytest.mark.parametrize("text", [
    "090-secret: contact.phone", "contact.phone: [090-secret]", "contact.phone: {a: 090-secret}",
    "090-secret", "contact.phone: 'a\ncontact.phone: 090-secret", "- 090-secret",
    "contact.phone: 090-secret\ncontact.phone: 090-secret", "contact.phone: !x 090-secret",
])  # fmt: skip
def test_no_value_is_in_any_refusal(text: str, tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        read_changes(written(tmp_path, text))
    shown = refused.value.render("en") + refused.value.render("ja") + repr(refused.value)
    assert "090-secret" not in shown


def test_a_repr_names_categories_and_no_values() -> None:
    assert repr(Changes({"contact.phone": "090-secret"})) == "Changes(contact.phone)"


def test_the_digest_depends_on_values_and_salt() -> None:
    one, other = Changes({"contact.phone": "1"}), Changes({"contact.phone": "2"})
    assert one.digest("s") != other.digest("s")
    assert one.digest("s") != one.digest("t")
    assert one.digest("s") == Changes({"contact.phone": "1"}).digest("s")
