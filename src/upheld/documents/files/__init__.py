"""Text out of files that people keep: workbooks, documents, PDF, mail, tables, pictures' notes.

Read `reading.read`: bytes in; out come `place.Piece`s (a text, and the way to each part of it) and
`place.Unread`s (what could not be looked into, and why). Nothing is left out silently. What a file
is, `recognising` says by its bytes and never by its name; a file inside a file (an attachment, a
member of an archive, a picture in a document) is read by the same rules, within one `budget`.
"""
