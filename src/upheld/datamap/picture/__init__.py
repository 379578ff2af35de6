"""A data map as a picture: who is where, and by which way a row leads to a person.

`facts` reads the map into boxes and ties, `layout` places boxes in ranks by their distance from the
people, and `drawing` writes the SVG. The same boxes fill the table that says it in words.
"""
