"""Who asks: checked as far as the right and the data need it, and no further (APPI 37(4)).

`methods` says which ways a case has, `codes` mails a code, `links` are signed by the company's own
site, `proofs` are documents and powers of agents that a member of staff looks at. Questions
answered from the data held are not a way: whoever knows the person could answer them.
"""
