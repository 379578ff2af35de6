"""A real application's database as test input: a shop on django-oscar.

`prepared` hands out the filled database (SQLite, or a copy on PostgreSQL or MariaDB);
`people` the customers to erase and what they own; `still_works` asks the shop's own pages
afterwards; `without_keys` drops the foreign keys; `by_hand` erases in plain SQL. Written by
hand from the models: `keys.tsv` (ways to a person) and `datamap_by_hand.yaml`.
"""
