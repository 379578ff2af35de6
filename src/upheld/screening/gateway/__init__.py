"""The server in front of the provider. Read `application.Gateway`: one call from its first byte on.

`upstream` speaks to the provider, `asgi` reads and answers calls, `answers` words refusals as
OpenAI's clients expect them.
"""
