"""The queue and the page of one request: what is asked, what is next, and what happened.

`queue_pages` lists, `case_pages` shows one request, `act_pages` takes what an officer decides, and
`shown` puts into words what all of them show.
"""
