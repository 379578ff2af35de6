"""The look: `base.html` around every page, `parts.html` for what pages consist of, styles, scripts.

`tokens.css` is the Digital Agency's design tokens 1.1.9 (MIT, `tokens.LICENSE.txt`), as
published. `look.css` gives the tokens their meaning here, light and dark; `parts.css` styles each
part of `parts.html`.
"""
