"""Short ways to sweep a workspace, as its officer would."""

from typing import Any

from tests.faults.workspace import Office, Said


def due(office: Office, *words: str) -> dict[str, dict[str, Any]]:
    """What is due, by table."""
    said = office.run("retention", "due", *words)
    assert said.code in (0, 1), said.err
    assert said.code == int(any(one["rows"] for one in said.json["due"]))
    return {one["table"]: one for one in said.json["due"]}


def approved(office: Office) -> str:
    """Plan and approve; return the sweep's reference."""
    said = office.run("retention", "plan")
    assert said.code == 0, said.err
    run, sha = said.json["run"], said.json["plan_sha256"]
    agreed = office.run("retention", "approve", run, "--plan", sha, "--by", "K")
    assert agreed.code == 0, agreed.err
    return str(run)


def swept(office: Office) -> Said:
    """Plan, approve and apply."""
    return office.run("retention", "apply", approved(office))
