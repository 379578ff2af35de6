"""OpenID Connect: who somebody is, as a provider vouches for it; staff and people sign in by it.

`provider.py` is what the settings name, `client.py` talks to a provider and judges its answer,
`round_trip.py` sends a browser there and takes it back.
"""
