"""Vocabulary: the closed lists of words, in Japanese and English.

`category.py` kinds of data, `purpose.py` kinds of use, `source.py` where data comes from,
`term.py` the glossary that names follow.
"""
