"""Versions of the policy: published with their texts, in force from a day, accepted by people.

Read `publishing.publish`. `archive` keeps every version with its texts and finds the one in
force on a day; `acceptance` says which version binds a person; `store` is the table behind.
"""
