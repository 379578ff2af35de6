"""Names of people and places of dwellings: by word classes, lists, shape and fields.

`japanese` reads morphemes (`morphemes`, extra `ja`), `english` reads capitalised words, `fields`
reads labelled values of forms, JSON and tables, `addresses` and `abroad` read addresses.
`recogniser` puts them together.
"""

from upheld.detection.words.recogniser import Words

__all__ = ["Words"]
