"""The invented company of `upheld demo`: a shop database, uploads and a cache.

`company.found` writes them into a folder. `shop.sql` is the database's schema as its
engineers left it, `policy.yaml` and `shop.yaml` are what the company's people declared.
Nothing here is real; every address ends in `.example.jp`, a name reserved for examples.
"""
