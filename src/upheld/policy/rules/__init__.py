"""The linter of policies: what contradicts itself, what law asks for and is missing.

Read `rule.py`: what a rule is. Each topic is a file; `catalogue.RULES` is all of them by
code. UPH101 to UPH152 are the traps found in published policies, UPH201 onwards what
companies were fined for. `upheld rule CODE` prints a rule's page, `examples.py` reads its
failing and its repaired example.
"""
