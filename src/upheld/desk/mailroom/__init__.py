"""Mail to the declared mailbox: a request opens a case by itself, and nothing is dropped.

Read `taking.take`: one received mail in, what became of it out, all in one transaction. `words`
says what a mail asks for, `store` keeps it sealed, `polling` asks the mailbox or listens.
"""
