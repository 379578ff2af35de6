"""Calls to other people's servers: to addresses that may be called, and never without an end.

Read `client.call`: one HTTP request in, an answer or a silence out. `addresses` decides which
addresses may be called at all, `connection` connects to exactly the address that was checked,
and `replay` remembers what was received before, so that nothing is acted on twice.
"""
