"""The look: `base.html` around every page, `parts.html` for what pages consist of, styles, scripts.

`tokens.css` is the Digital Agency's design tokens 1.1.9 (MIT, `tokens.LICENSE.txt`), `htmx.min.js` is
htmx 2.0.11 (0BSD, `htmx.LICENSE.txt`); both are as their makers published them. `look.css` gives the
tokens their meaning here, light and dark; `parts.css` styles each part of `parts.html`.
"""
