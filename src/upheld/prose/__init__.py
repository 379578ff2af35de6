"""Prose: a published policy, as a page or a text, read into clauses that can be checked.

Read `reading.read`: bytes become text (`decoding`, `web_page`), the text becomes clauses with
ids and spans (`numbering`, `clauses`) and sentences (`sentences`). Nothing is dropped: the
spans cover the text. `areas/` says what each sentence is about, `facts/` takes numbers,
periods, names and references out, `rules/` are the traps UPH101 to UPH152, `proposal/` writes
declarations for a person to accept. `assistant` may ask a language model about what is left
unsure; it is off unless somebody names an address.
"""
