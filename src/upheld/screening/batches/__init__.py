"""Files of calls that a provider answers hours later: `/v1/files` and `/v1/batches`.

Read `lines.screened_file` (each line is screened as the call it is), then `endpoints` (what is
passed on, whose it is, and what is restored on its way back).
"""
