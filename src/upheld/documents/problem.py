"""How a model says in two languages what is wrong with a value."""

from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from upheld.refusal import RefusalError

KIND = "upheld_problem"


def problem(
    *,
    en: str,
    ja: str,
    remedy_en: str,
    remedy_ja: str,
    at: Sequence[str | int] = (),
    hidden: bool = False,
) -> PydanticCustomError:
    """Return the error to raise from a validator.

    Args:
        en: What is wrong: lower case, no full stop.
        ja: The same in Japanese.
        remedy_en: What to write instead, as an instruction.
        remedy_ja: The same in Japanese.
        at: Keys and numbers that lead from the validated value to the wrong one.
        hidden: The value may be a secret: no refusal shows the line where it stands.
    """
    context = {
        "en": en,
        "ja": ja,
        "remedy_en": remedy_en,
        "remedy_ja": remedy_ja,
        "at": list(at),
        "hidden": hidden,
    }
    return PydanticCustomError(KIND, "{en}", context)


def as_problem(refusal: RefusalError, *, at: Sequence[str | int] = ()) -> PydanticCustomError:
    """Turn a refusal into an error that a validator may raise."""
    return problem(
        en=refusal.what.en,
        ja=refusal.what.ja,
        remedy_en=refusal.remedy.en,
        remedy_ja=refusal.remedy.ja,
        at=at,
    )
