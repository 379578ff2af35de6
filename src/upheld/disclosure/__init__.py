"""Disclosure (開示): everything that is held about a person, handed to that person.

Read `procedure.disclose`. `rows.py` streams a person's rows, `masking.py` leaves out what is
about somebody else, `explanation.py` says why it is held, `bundle.py` writes JSON, CSV and the
page (`page.py`), `copies.py` adds copies in other places, `draft.py` and `sealing.py` see to it
that a bundle is whole, private, and never half there.
"""
