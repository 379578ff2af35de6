"""An organisation's administrators set AI features through the gateway; nobody else does."""

import httpx
import openai
import pytest

from tests import loopback
from tests.screening.conftest import Running
from tests.screening.provider import completion
from tests.screening.test_training import path_of

PATH = "/upheld/v1/settings"


def put(gateway: Running, key: str, body: object) -> httpx.Response:
    headers = {"authorization": f"Bearer {key}"}
    return loopback.put(gateway.address + PATH, json=body, headers=headers, timeout=20)


def get(gateway: Running, key: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {key}"}
    return loopback.get(gateway.address + PATH, headers=headers, timeout=20)


def test_an_administrator_opts_in_and_a_member_only_reads(gateway: Running) -> None:
    administrator = gateway.another_key("soylent", role="administrator")
    member = gateway.another_key("soylent", role="member")
    wish = {"setting": "training", "value": "on", "path": path_of(gateway.policy)}
    assert get(gateway, member).json() == {"training": "off", "ai": "on"}
    denied = put(gateway, member, wish)
    assert (denied.status_code, denied.json()["error"]["code"]) == (403, "setting-denied")
    assert put(gateway, administrator, {**wish, "path": "elsewhere"}).status_code == 403
    assert get(gateway, member).json()["training"] == "off"
    assert put(gateway, administrator, wish).json() == {"training": "on", "ai": "on"}
    assert get(gateway, member).json()["training"] == "on"


def test_a_key_of_an_application_sees_no_settings(gateway: Running) -> None:
    assert get(gateway, gateway.key).status_code == 403
    assert get(gateway, "nobody").status_code == 401


def test_the_off_switch_stops_the_next_call(gateway: Running) -> None:
    gateway.provider.answers(lambda _: completion("ok"))
    administrator = gateway.another_key("tyrell", role="administrator")
    client = gateway.client(gateway.another_key("tyrell"))
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": "a"}])
    gateway.provider.forget()
    assert put(gateway, administrator, {"setting": "ai", "value": "off"}).json()["ai"] == "off"
    with pytest.raises(openai.PermissionDeniedError):
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "a"}])
    assert not gateway.provider.raw


def test_nothing_of_it_reaches_the_provider(gateway: Running) -> None:
    put(
        gateway, gateway.another_key("tyrell", role="administrator"), {"setting": "x", "value": "y"}
    )
    assert not gateway.provider.raw


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"setting": "ai", "value": "off", "vaule": "on"}, "field-unknown"),
        ({"setting": "ai", "value": True}, "field-unfit"),
        ({"setting": "colour", "value": "on"}, "field-unfit"),
        ([], "call-unreadable"),
    ],
)
def test_what_is_no_setting_changes_nothing(gateway: Running, body: object, code: str) -> None:
    key = gateway.another_key("initech", role="administrator")
    refused = put(gateway, key, body)
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == code
    assert get(gateway, key).json() == {"training": "off", "ai": "on"}


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
def test_other_methods_are_no_way_to_read_settings(gateway: Running, method: str) -> None:
    headers = {"authorization": f"Bearer {gateway.another_key('initech', role='member')}"}
    refused = loopback.request(method, gateway.address + PATH, headers=headers, timeout=20)
    assert refused.status_code == 404
    assert refused.json()["error"]["code"] == "endpoint-unknown"
    assert PATH in refused.json()["error"]["message"]
