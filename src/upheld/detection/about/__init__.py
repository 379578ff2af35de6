"""What is said about a person: the groups of data that an AI input may not hold.

`lexicon` knows the words and `phrases` the sentences of a field; `person` says whether anybody is
meant, `labels` which field of a form is answered; `child` and `region` compute ages and read evidence
of where somebody lives. `recogniser.About` puts them together. `heads.tsv` names every head with its article of law.
"""

from upheld.detection.about.recogniser import About

__all__ = ["About"]
