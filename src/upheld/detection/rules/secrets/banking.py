"""The same forms of a password, where the line speaks of a bank: a credential of money."""

from dataclasses import replace

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets import assigned, said, worded

_WORDS = (
    *("bank", "banking", "e banking", "brokerage", "credit union", "wallet", "銀行", "証券"),
    *("バンキング", "バンク", "信金", "ゆうちょ", "口座", "取引用", "第2パスワード"),
)


def _of_a_bank(rule: Rule) -> Rule:
    return replace(
        rule,
        id=f"bank_password.{rule.id.partition('.')[2]}",
        kind="bank_password",
        context=_WORDS,
        confidence=0.0,
        with_context=0.96,
        gate=rule.gate or rule.pattern,
        reach=64,
    )


RULES: tuple[Rule, ...] = tuple(
    map(_of_a_bank, (*assigned.PASSWORDS, *said.PASSWORDS, *worded.RULES))
)
