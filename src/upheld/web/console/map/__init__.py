"""The data maps: each as a picture and as a table, and the points that wait for a person.

`map_pages` shows, `decide_pages` takes a decision about one unsure point, `reading` finds the files, and
`shown` puts into words what both of them show.
"""
