"""Rendering: the pages that people read, made from the declaration, in two languages.

Read `pages.documents`: one declaration in, all pages out, each sentence in Japanese and
English side by side. A line of the policy becomes a passage (`phrases`, one file a topic), a
passage carries the ids of its clauses, and the formats (`html`, `markdown`, `plain`, `pdf`)
write the same pages. `own_words` puts a lawyer's sentences in place of ours; `parity` reads
both languages back and says where they promise different things.
"""
