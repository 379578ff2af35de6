"""Programs read what is set, and no secret of it; a trial mail goes to whoever made the token."""

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_api_staff import entries
from tests.desk.test_api_work import refused
from tests.desk.test_settings_page import DECLARED, SECRETS, declare
from tests.desk.working import Programs


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


def test_settings_are_read_with_their_keys_and_without_a_secret(programs: Programs) -> None:
    drill = programs.desk.drill
    auditor = programs.of(programs.officer("auditor"), "settings:read")
    before = auditor.settings()
    assert (before.changed, before.faults, before.trial) == (False, (), None)
    declare(drill)
    found = auditor.settings()
    assert found.changed
    assert found.values["desk.smtp"]["en"] == "file secrets/smtp.url"
    assert found.values["desk.mailbox"]["ja"] == "環境変数 MAILBOX_URL"
    assert found.values["desk.four_eyes.rows"]["en"] == "100"
    assert {"systems.app", "store", "signing_key", "timezone"} <= set(found.values)
    for secret in (*SECRETS.values(), "dragonfly", "mailer", drill.office.company.vault.key.hex()):
        assert secret not in str(found)
    assert found.store == "sqlite"
    assert found.tables == found.newest_tables
    assert found.ledger_key == drill.office.company.signer.public.key_hash.hex()
    (drill.folder / "upheld.yaml").write_text(
        DECLARED + "\ndeskk: {}\nsigning_key: dragonfly-7\n", "utf-8"
    )
    broken = auditor.settings()
    assert broken.values == {}
    assert {one.where["file"] for one in broken.faults} == {"upheld.yaml"}
    assert len(broken.faults) == 2
    assert "dragonfly" not in str(broken)


def test_a_trial_is_mailed_to_the_maker_once_a_minute(programs: Programs) -> None:
    engineer = programs.officer("engineer")
    program = programs.of(engineer)
    first = program.try_mail(key="does-mail-go-out")
    assert first.waits
    assert program.try_mail(key="does-mail-go-out") == first
    assert program.try_mail() == first
    (entry,) = entries(programs, "mail-tried")
    assert f"{engineer.id}/uph_" in entry
    assert program.settings().trial == first
    auditor = programs.of(programs.officer("auditor"))
    assert refused(auditor.try_mail) == (403, "token-maker-left")
    assert auditor.settings().trial is None
    assert refused(programs.of(programs.officer("viewer")).settings) == (403, "token-maker-left")
    assert refused(lambda: program.try_mail(key="short")) == (422, "form-invalid")
