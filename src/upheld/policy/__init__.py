"""Policy: what the company promises, declared as data.

Read `reading.read_policy`. `model.py` is the language; `references.py` finds names that
refer to nothing; `template_minimal.yaml` is what `upheld init` starts a company with.
"""
