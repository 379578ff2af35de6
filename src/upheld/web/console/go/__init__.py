"""Going straight somewhere: a page, a request by its number, a clause; without a mouse.

`finding` finds and `pages` shows; `look/go.js` opens the same over any page by Ctrl+K or ⌘K. Nobody
is looked for here: what is typed stands in an address, and people's data never does.
"""
