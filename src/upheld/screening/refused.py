"""What the gateway refuses, each with a status of HTTP and the kind of error that OpenAI's clients know."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from upheld.evidence.entry import JSON
from upheld.refusal import Exit, RefusalError
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.screening.rulebook import Decision


class CallRefusedError(RefusalError):
    """Base of what a caller is told instead of an answer.

    Attributes:
        status: Of HTTP.
        type: OpenAI's word for whose fault it is.
        param: Where in the call, e.g. `messages[0].content`; never a value.
    """

    code = "call-refused"
    status: ClassVar[int] = 400
    type: ClassVar[str] = "invalid_request_error"

    def __init__(self, what: Text, *, remedy: Text, param: str | None = None) -> None:
        """State what is wrong and where."""
        super().__init__(what, remedy=remedy)
        self.param = param


class CallUnreadableError(CallRefusedError):
    """The call is no JSON object that has one meaning."""

    code = "call-unreadable"


class CallTooLargeError(CallRefusedError):
    """The call is larger than the gateway takes."""

    code = "call-too-large"
    status = 413


class FieldUnknownError(CallRefusedError):
    """The call has a field that the gateway does not know: what it holds cannot be judged."""

    code = "field-unknown"


class FieldUnfitError(CallRefusedError):
    """A field holds something else than it can."""

    code = "field-unfit"


class OpaqueRefusedError(CallRefusedError):
    """Token ids, images, audio, files, encrypted blocks: nothing that could be read as text."""

    code = "opaque-refused"


class ProviderStateRefusedError(CallRefusedError):
    """The call would leave data with the provider, or go on with what is there."""

    code = "provider-state-refused"


class EndpointUnknownError(CallRefusedError):
    """No endpoint that is screened."""

    code = "endpoint-unknown"
    status = 404


class InputRefusedError(CallRefusedError):
    """Base of what a call is refused for because of what it holds.

    Attributes:
        told: What the ledger hears of it: kinds, counts, clauses.
        decisions: Those for which it is refused; others that were found may have been allowed.
    """

    def __init__(
        self,
        what: Text,
        *,
        remedy: Text,
        param: str | None,
        told: Mapping[str, JSON],
        decisions: "Sequence[Decision]",
    ) -> None:
        """State what was found and where."""
        super().__init__(what, remedy=remedy, param=param)
        self.told: dict[str, JSON] = {**told, "outcome": self.code}
        self.decisions = decisions


class InputProhibitedError(InputRefusedError):
    """The call holds what the policy keeps out of AI features."""

    code = "input-prohibited"


class InputNeedsAskingError(InputRefusedError):
    """The call holds what leaves only after somebody agreed to it."""

    code = "input-needs-asking"


class FileUnknownError(CallRefusedError):
    """There is no such file or batch, or it is another customer's: which, nobody is told."""

    code = "file-unknown"
    status = 404


class CallerUnknownError(CallRefusedError):
    """No key, or none of ours."""

    code = "caller-unknown"
    status = 401


class CallForbiddenError(CallRefusedError):
    """Base of what a caller whom we know may not do."""

    status = 403
    type = "permission_error"


class PurposeRefusedError(CallForbiddenError):
    """The key's purpose is none for which this provider may receive anything.

    Attributes:
        told: What the ledger hears of it.
    """

    code = "purpose-refused"

    def __init__(self, what: Text, *, remedy: Text, told: Mapping[str, JSON]) -> None:
        """State for which purpose nothing leaves."""
        super().__init__(what, remedy=remedy)
        self.told: dict[str, JSON] = {**told, "outcome": self.code}


class CallerSuspendedError(CallForbiddenError):
    """This use was suspended."""

    code = "caller-suspended"


class AiSwitchedOffError(CallForbiddenError):
    """The customer's own administrator has switched AI features off."""

    code = "ai-switched-off"


class SettingDeniedError(CallForbiddenError):
    """A setting that this caller may not change, or not from there."""

    code = "setting-denied"


class TrainingForbiddenError(SettingDeniedError):
    """The policy knows no opt-in to training."""

    code = "training-forbidden"


class TooManyCallsError(CallRefusedError):
    """As many calls as may be under way are under way."""

    code = "too-many-calls"
    status = 429
    type = "rate_limit_error"


class ScreeningFailedError(CallRefusedError):
    """The call could not be screened or recorded, so nothing left."""

    code = "screening-failed"
    status = 503
    type = "server_error"
    exit_code = Exit.UNREACHABLE


class ProviderFailedError(CallRefusedError):
    """The provider did not answer, or with something that is no answer."""

    code = "model-provider-failed"
    status = 502
    type = "server_error"
    exit_code = Exit.UNREACHABLE


class ProviderSlowError(ProviderFailedError):
    """The provider took longer than the gateway waits."""

    code = "model-provider-slow"
    status = 504
