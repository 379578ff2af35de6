"""What each sentence is about: the areas of a policy, by words, with the reasons shown.

`lexicon` finds the words of `areas.tsv` in one pass over the text, `classifying` weighs them
with those of the headings above. A sentence whose words do not decide is *unsure*; none is
left out, and none is decided by a default.
"""
