"""The web: pages for people whose data it is, the console of staff, and the API.

Read `application.create`: a `Site` in, an ASGI application out. A request passes, from the outside:
`watch` (request id, log line, last resort), `gatekeeping` (address, size, rate), `language`, and
then its route. Routes are found by name: every module called `pages`, `*_pages`, `endpoints` or
`*_endpoints` below this room holds a `router` (`routers.py`); nothing is registered by hand.

Each route says who may call it (`roles.allow` or `roles.PUBLIC`); a form says that it is ours
(`forgery.py`); what a person typed becomes typed values or errors beside its field (`forms.py`);
and every page is written by `writing.page` upon `look/base.html`. How to add one: `docs/web.md`.
"""
