"""What a person changes themselves, at once: the values that the policy's `self_service` names.

Read `changing.change`. `offering.py` says what can be changed and what goes by 訂正 instead,
`proving.py` mails a code to whoever says who they are, `reading.py` reads what is held now,
`settings_text.py` takes a text of several settings apart, `store.py` keeps who changed what, and `at_once.py` takes the case of a change its whole way:
it is a correction (APPI 34) that the policy has granted beforehand, with its number, its plan,
its read-back and its receipt.
"""
