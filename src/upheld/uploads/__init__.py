"""Uploads: documents that people and staff hand in, taken within limits and kept sealed.

Read `receiving.Receiver`: bytes are judged while they arrive, and only sealed bytes reach the
disk. `kinds`, `pdf`, `jpeg` and `png` say what a file is by its content, whatever its name says.
`shelf` keeps, opens and erases: erasing destroys the file's key and leaves an entry in the
ledger; that bytes were overwritten is not claimed, since a disk does not promise it.
"""
