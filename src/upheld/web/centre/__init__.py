"""The privacy centre: asking, step by step and without an account, and seeing how it stands.

`draft` is what was answered so far, sealed in the form itself; `questions` are the steps, one a
page; `ask_pages` shows and takes them; `status_pages` show a request to whoever proves it theirs.
"""
