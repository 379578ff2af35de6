"""Delivers what was announced, at least once, and sends the messages of a day again.

A receiver that is down, slow or says anything but 2xx gets the same message later, with the same
identifier; after the outbox's last attempt it waits for a person at `/console/work`. A receiver
that answers 410 wants no more: that is noted, and the message is given up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection

from upheld.calling.client import Caller
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.desk.webhooks.announcing import SEND
from upheld.durable import outbox
from upheld.durable.dispatching import Handler
from upheld.durable.on_store import KEEP
from upheld.durable.outbox import Item
from upheld.parties.webhook import Again, Delivered, Gone, Hook, Note, deliver
from upheld.refusal import Exit, RefusalError, UsageError, Where
from upheld.wording import Text

KEPT = KEEP
"""How long messages that were delivered can be sent again: as long as the outbox keeps its rows."""


class WebhookSilentError(RefusalError):
    """One of the company's own systems did not take a message; it is told again later."""

    code = "webhook-silent"
    exit_code = Exit.UNREACHABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One webhook, and how far calls to it may go."""

    hook: Hook
    caller: Caller


def handlers(office: Office, receivers: Mapping[str, Receiver]) -> Mapping[str, Handler]:
    """Return what is done with a message; `receivers` by their names in the settings."""
    return {SEND: lambda item: _send(office, receivers, item)}


def _send(office: Office, receivers: Mapping[str, Receiver], item: Item) -> None:
    said, name = item.payload, str(item.payload["to"])
    receiver = receivers.get(name)
    if receiver is None:
        return  # it was taken out of the settings: nobody waits for the message
    message = Note(
        id=said["id"],
        kind=said["event"],
        at=datetime.fromisoformat(said["at"]),
        data=said["data"],
    )
    match deliver(receiver.hook, message, receiver.caller, office.company.clock.now()):
        case Delivered():
            return
        case Gone():
            with office.company.engine.begin() as connection:
                body = {"webhook": name, "event": message.id}
                note(office, connection, item.key, "webhook-gone", body=body)
        case Again(why=why):
            raise WebhookSilentError(
                Text(
                    en=f"the webhook `{name}` did not take a message: {why.en}",
                    ja=f"Webhook `{name}` がメッセージを受け取りません: {why.ja}",
                ),
                remedy=Text(
                    en="it is sent again by itself; look at the receiver if it lasts",
                    ja="自動で再送されます。続く場合は受信側を確認してください",
                ),
                where=Where(system=name),
            )


def send_again(
    office: Office, day: date, to: str | None = None, *, within: Connection | None = None
) -> int:
    """Send the messages of a day again, with the identifiers they had; return how many.

    Args:
        office: The desk.
        day: On which they were announced, in the company's time zone; within `KEPT`.
        to: Only to this webhook.
        within: A transaction it belongs to; its own by default.

    Raises:
        UsageError: No webhook has this name, or the day's messages are not kept any more.
    """
    now = office.company.clock.now()
    begin = datetime.combine(day, time(), office.zone)
    _refuse(office, to, kept=begin > now - KEPT)
    with office.transaction(within) as connection:
        found = {
            (item.payload["to"], item.payload["id"]): item
            for item in outbox.done_since(connection, SEND, begin)
            if datetime.fromisoformat(item.payload["at"]).astimezone(office.zone).date() == day
        }
        wanted = [item for (name, _id), item in found.items() if to in (None, name)]
        outbox.add_many(connection, [(SEND, item.key, item.payload, now) for item in wanted])
    return len(wanted)


def _refuse(office: Office, to: str | None, *, kept: bool) -> None:
    if to is not None and to not in office.settings.webhooks:
        raise UsageError(
            Text(en=f"no webhook is called `{to}`", ja=f"`{to}` という Webhook はありません"),
            remedy=Text(
                en="use a name under `desk: webhooks:` in upheld.yaml",
                ja="upheld.yaml の `desk: webhooks:` にある名前を指定してください",
            ),
        )
    if not kept:
        raise UsageError(
            Text(
                en=f"messages are kept for {KEPT.days} days",
                ja=f"メッセージの保存期間は {KEPT.days} 日です",
            ),
            remedy=Text(
                en="ask the API for the requests themselves: `GET /api/v1/requests`",
                ja="請求そのものは API(`GET /api/v1/requests`)で取得できます",
            ),
        )
