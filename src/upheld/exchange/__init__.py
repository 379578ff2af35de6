"""Exchange: what other software reads and writes, in and out, without loss.

`fideslang/` datasets of the Fides privacy taxonomy (read `fideslang.procedure`), `dpv` the
policy as W3C DPV linked data, `ledger` the records of processing as tables. `difference` is
how two formats that say different things are kept in step.
"""
