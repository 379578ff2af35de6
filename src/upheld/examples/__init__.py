"""Five example companies, one for each way of doing business: policy, data maps, sample stores.

`gallery.py` knows the examples and copies one for a company, `stores.py` makes the stores of
invented people from the SQL that lies in the example's folder. In the repository `/examples`
leads here; there is one copy of every file, and the wheel carries it.
"""
