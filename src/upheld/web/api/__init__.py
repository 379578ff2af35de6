"""The API, `/api/v1`: requests in, their states out, with tokens of one's own (`uph_…`).

States are in snake_case, kinds of request in the policy's words; errors are problem documents
(RFC 9457). `/api/v1/openapi.json` describes all of it.
"""
