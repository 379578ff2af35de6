"""fideslang datasets in and out. Read `procedure`: `bring_in` and `give_out`.

`manifest` is their format, `incoming` translates a dataset into a data map, `outgoing` a data
map into a dataset. Each side carries what the other cannot say: our file under
`carried.fideslang`, theirs under `meta.upheld`, both as edits (`exchange.difference`).
"""
