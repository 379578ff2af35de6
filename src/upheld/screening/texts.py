"""Texts on their way to a model in somebody else's program: screened, recorded, given back.

    screened = texts.screen(["…"], arguments=['{"to": "…"}'])
    screened.texts            # may go to the model
    screened.restored("…")    # what came back

For programs that call their provider themselves: a guardrail of LiteLLM, a middleware, a worker.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.detection.transform import Pseudonyms
from upheld.evidence.entry import JSON
from upheld.evidence.ledger import append
from upheld.screening import store
from upheld.screening.admission import entry_of_call, switched_off
from upheld.screening.fields.endpoints import Endpoint
from upheld.screening.fields.shape import JSON_TEXT, SAID, Items, Record
from upheld.screening.procedure import Screens, Terms
from upheld.screening.refused import CallRefusedError, InputRefusedError

_HERE = Endpoint(path="texts", shape=Record({"texts": Items(SAID), "arguments": Items(JSON_TEXT)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedTexts:
    """Texts that may go to a model.

    Attributes:
        texts: As many as were given, in their order.
        arguments: Likewise.
    """

    texts: Sequence[str] = field(repr=False)
    arguments: Sequence[str] = field(repr=False)
    _pseudonyms: Pseudonyms = field(repr=False)

    def restored(self, text: str) -> str:
        """Return what a model wrote with values in place of their placeholders."""
        return self._pseudonyms.restored(text)

    def restored_arguments(self, text: str) -> str:
        """Return arguments of a tool (JSON) with values in place of their placeholders."""
        return self._pseudonyms.restored(text, form="json")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScreening:
    """Screens texts of one customer for one purpose, and writes each time into the ledger.

    Attributes:
        screening: The policy's decisions and the scanner.
        engine: Our own store.
        clock: What time it is.
        tenant: Whose texts they are.
        purpose: What for, a purpose of the policy.
    """

    screening: Screens
    engine: Engine
    clock: Clock
    tenant: str
    purpose: str

    def screen(self, texts: Sequence[str], arguments: Sequence[str] = ()) -> ScreenedTexts:
        """Screen texts, and arguments of tools as JSON.

        Raises:
            CallRefusedError: They may not go to a model. That is recorded, too.
            SQLAlchemyError: The entry could not be written: nothing may leave.
        """
        call = {"texts": list(texts), "arguments": list(arguments)}
        raw = json.dumps(call, ensure_ascii=False).encode("utf-8", "surrogatepass")
        terms = Terms(tenant=self.tenant, purpose=self.purpose)
        try:
            screened = self.screening.now().screen(_HERE, raw, terms)
        except InputRefusedError as refusal:
            self._record(refusal.told)
            raise
        refused = self._record(screened.told)
        if refused is not None:
            raise refused
        left = json.loads(screened.body)
        return ScreenedTexts(
            texts=left["texts"], arguments=left["arguments"], _pseudonyms=screened.pseudonyms
        )

    def _record(self, told: dict[str, JSON]) -> CallRefusedError | None:
        at = self.clock.now()
        with self.engine.begin() as connection:
            off = store.switches_of(connection, [self.tenant]).get((self.tenant, "ai")) == "off"
            refused = switched_off() if off else None
            entry = entry_of_call(
                self.clock,
                at,
                tenant=self.tenant,
                key=None,
                purpose=self.purpose,
                told=told,
                refused=refused,
            )
            append(connection, entry)
        return refused
