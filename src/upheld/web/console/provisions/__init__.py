"""The register of provision to and by third parties: a list, one record, a new one, a file.

`list_pages` lists and hands out files, `record_pages` opens one record and finds a person's,
`new_pages` enters one, `declaration_pages` says who answers for the register, `words` words it.
"""
