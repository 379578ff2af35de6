"""What the desk writes to people: letters from templates, in Japanese and English.

`templates` finds and checks them (the company's own in `letters/`, else ours in `texts/`),
`facts` says what is known of a case, `writing` composes a letter in the transaction of the act it
tells of and keeps it, `sending` hands it to the mail server.

A letter has up to three parts: `subject` and `mail`, which hold nothing personal, and `letter`,
which the person reads on the page behind a link, or gets on paper.
"""
