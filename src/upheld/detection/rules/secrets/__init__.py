"""What lets somebody in: tokens of issuers, keys, passwords beside the word for them.

`secrets.tsv` lists the formats that issuers document (`formats`); `assigned` finds a value by
the word before it (`password =`), `said` in a sentence (`パスワードは`), `paired` behind an account's name, `worded` those that are plain words, `codes` the digits that a
sentence says open something, `banking` where a bank is spoken of, `connection` the password in an
address, `blocks` whole private keys. `strength` tells a value from a placeholder.
"""

from upheld.detection.rule import Rule
from upheld.detection.rules.secrets import (
    assigned,
    banking,
    blocks,
    codes,
    connection,
    formats,
    paired,
    said,
    worded,
)

RULES: tuple[Rule, ...] = (
    *formats.rules(),
    *blocks.RULES,
    *connection.RULES,
    *assigned.RULES,
    *said.RULES,
    *paired.RULES,
    *worded.RULES,
    *codes.RULES,
    *banking.RULES,
)
