"""What a text says in figures and names: `gathering.gather` takes all of it out.

`durations` and `dates`, `contacts` (addresses and what stands in for them), `references` to
clauses and to laws, `names` of companies, countries and products, `amounts` (fees and ages).
Every fact has the span it was read from.
"""
