"""The desk at work: what is due is done, by one process or by many.

`mail` hands letters to the company's mail server, `work` puts every handler and every schedule of
the desk onto durable work. `upheld serve` runs it beside the web, `upheld worker` alone.
"""
