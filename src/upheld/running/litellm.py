"""A guardrail of LiteLLM: its requests are screened, its answers restored.

    # guard.py, beside LiteLLM's config.yaml
    from upheld.running.litellm import Guardrail

    class Upheld(Guardrail):
        workspace = "/srv/company"           # where upheld.yaml is
        tenant = "acme"
        purpose = "ai"
        language = "ja"

    # config.yaml
    guardrails:
      - guardrail_name: upheld
        litellm_params: {guardrail: guard.Upheld, mode: [pre_call, post_call], default_on: true}

For LiteLLM alone: nothing of this package needs it. What may not leave raises, and LiteLLM answers
with an error; so does whatever fails here.
"""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar, Literal

from upheld.assembly import Workspace
from upheld.refusal import RefusalError
from upheld.running.following import Following
from upheld.running.gateway import Followed, FollowedScreening, following_of
from upheld.screening.texts import ScreenedTexts, TextScreening
from upheld.wording import Language

try:
    from litellm.integrations.custom_guardrail import CustomGuardrail
except ImportError:  # looked at without LiteLLM, for its documentation or by our own tests
    CustomGuardrail = object

_CALLS_LIMIT = 10_000
"""Maps of calls that are kept for their answers; the oldest goes first, and stays unrestored."""
KEPT_SECONDS = 3_600.0
"""A map whose answer has not come by then is forgotten: what stands behind a placeholder is not
kept longer than a call can take."""
_CALL_ID = "litellm_call_id"


class Guardrail(CustomGuardrail):  # type: ignore[misc]
    """See the module.

    Attributes:
        workspace: Where `upheld.yaml` is.
        tenant: Whose texts they are.
        purpose: What for, a purpose of the policy.
        language: In which refusals are said; LiteLLM shows their `str`.
    """

    workspace: ClassVar[str] = "."
    tenant: ClassVar[str] = "own"
    purpose: ClassVar[str] = "ai"
    language: ClassVar[Language] = "en"

    def __init__(
        self,
        *,
        screening: TextScreening | None = None,
        elapsed: Callable[[], float] = monotonic,
        **others: Any,
    ) -> None:
        """Take what LiteLLM hands over, and a screening where it is not the workspace's.

        Args:
            screening: Screens.
            elapsed: Seconds that have passed since some instant.
            others: LiteLLM's own.
        """
        super().__init__(**others)
        self._made = screening
        self._elapsed = elapsed
        self._calls: OrderedDict[str, tuple[float, ScreenedTexts]] = OrderedDict()
        self._lock = threading.Lock()
        self._followed = ExitStack()  # ends with this object: LiteLLM tells nobody when it stops

    async def apply_guardrail(
        self,
        inputs: MutableMapping[str, Any],
        request_data: Mapping[str, Any],
        input_type: Literal["request", "response"],
        logging_obj: Any = None,
    ) -> MutableMapping[str, Any]:
        """Screen what goes to a model, or restore what comes back.

        Raises:
            CallRefusedError: It may not leave, or what it holds cannot be screened.
        """
        call_id = str(request_data.get(_CALL_ID) or getattr(logging_obj, _CALL_ID, ""))
        if input_type == "response":
            return self._restored(inputs, call_id)
        screened = await asyncio.to_thread(self._screened, inputs)
        inputs["texts"] = list(screened.texts)
        for call, arguments in zip(_calls(inputs), screened.arguments, strict=True):
            call["arguments"] = arguments
        self._keep(call_id, screened)
        return inputs

    def _screened(self, inputs: Mapping[str, Any]) -> ScreenedTexts:
        arguments = [str(call.get("arguments") or "") for call in _calls(inputs)]
        try:
            return self._screening().screen(list(inputs.get("texts") or ()), arguments)
        except RefusalError as refusal:
            refusal.spoken = self.language
            raise

    def _restored(self, inputs: MutableMapping[str, Any], call_id: str) -> MutableMapping[str, Any]:
        with self._lock:
            self._forget_ended()
            _, screened = self._calls.get(call_id, (0.0, None))
        if screened is not None:
            inputs["texts"] = [screened.restored(text) for text in inputs.get("texts") or ()]
            for call in _calls(inputs):
                call["arguments"] = screened.restored_arguments(str(call.get("arguments") or ""))
        return inputs

    def _keep(self, call_id: str, screened: ScreenedTexts) -> None:
        if not call_id:
            return
        with self._lock:
            self._forget_ended()
            self._calls.pop(call_id, None)  # one that is screened again is the newest
            self._calls[call_id] = (self._elapsed() + KEPT_SECONDS, screened)
            while len(self._calls) > _CALLS_LIMIT:
                self._calls.popitem(last=False)

    def _forget_ended(self) -> None:
        now = self._elapsed()
        while self._calls and next(iter(self._calls.values()))[0] <= now:
            self._calls.popitem(last=False)

    def _screening(self) -> TextScreening:
        with self._lock:
            if self._made is None:
                opened = Workspace(Path(self.workspace).resolve())
                following = following_of(opened)
                self._followed.enter_context(following.followed())
                self._made = texts_of(opened, following, tenant=self.tenant, purpose=self.purpose)
            return self._made


def texts_of(
    workspace: Workspace, following: Following[Followed], *, tenant: str, purpose: str
) -> TextScreening:
    """Return what screens texts by the policy of a workspace, as it is when a call begins."""
    return TextScreening(
        screening=FollowedScreening(workspace.settings.declared.gateway, following.current),
        engine=workspace.engine,
        clock=workspace.clock,
        tenant=tenant,
        purpose=purpose,
    )


def _calls(inputs: Mapping[str, Any]) -> list[MutableMapping[str, Any]]:
    """Return the functions that are called, of tool calls as LiteLLM hands them over."""
    found = []
    for call in inputs.get("tool_calls") or ():
        function = call.get("function") if isinstance(call, Mapping) else None
        if isinstance(function, MutableMapping):
            found.append(function)
    return found
