"""Mail, out and in, without knowing what it is about.

Out: `composing.compose` makes a message of a `Mail`, `outgoing.send` hands it to a relay and says
which of four things came of it. In: `imap.poll` asks a mailbox, `lmtp.Listener` is handed mail by
a mail server; both read it with `incoming.read_mail` and keep it until the caller has committed.
No address, subject or text is in an error, a `repr` or a log.
"""
