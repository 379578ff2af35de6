"""What is wrong with a text: the traps UPH101 to UPH152, one function each, by topic.

`catalogue.RULES` lists them with severity and law; `checking.check` runs them over a
`material.Material` (the reading, its facts, what its sentences are about). A rule finds
words; it does not judge what the company does. Where a capture may have lost links or
addresses, the finding says so and weighs one step less.
"""
