"""The promise board: clause → control → evidence → state, computed and never claimed.

Read `board.compute`. `control` says what a control is and lists all of them, `binding` which
kind of line rests on which, `facts` what was seen, `gathering` looks at the workspace,
`attesting` takes evidence of promises that people keep, `page` draws the board.
"""
