"""What the words of a rule say about a value that they stand beside."""

from typing import Literal, TypeAlias

from upheld.detection.rule import Rule

Role: TypeAlias = Literal["for", "behind", "against"]


class Roles:
    """What words mean to one rule."""

    def __init__(self, rule: Rule) -> None:
        """Take them from the rule; of two meanings of one word the first is kept."""
        self.reach = rule.reach
        self.of: dict[str, Role] = {
            **dict.fromkeys(rule.context_behind, "behind"),
            **dict.fromkeys(rule.against, "against"),
            **dict.fromkeys(rule.context, "for"),
        }
        self.in_letters = any(word.isascii() for word in rule.context)
