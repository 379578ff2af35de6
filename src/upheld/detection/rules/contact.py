"""Ways to reach somebody: e-mail, telephone, postal code."""

from upheld.detection.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="email",
        kind="email",
        pattern=r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}",
        source="RFC 5321 section 4.1.2, the forms that people have",
        confidence=0.95,
    ),
)
