"""Records of processing as tables: computed from the policy and the maps, never typed.

`holdings` finds where each declared group of data is, who receives it and how long it stays;
`ropa` writes one row a purpose (records of processing), `ledger_ja` one row a group of data
(個人情報管理台帳); `table` is the file: CSV that Excel reads, or a workbook.
"""
