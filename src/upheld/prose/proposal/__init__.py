"""Declarations that a text suggests, for a person to accept.

`drafting.draft` makes lines (`line.ProposedLine`), each with the clause it came from, the words
and a confidence; `writing.rendered` writes them as YAML in the language of a policy. What the
text does not say stands there as `null` and is listed as missing: nothing is invented.
"""
