"""One file a dialect: from text to raw posts. `READERS` lists them; detection asks each how well it fits.

A reader knows the hard borders of its dialect (markers, reactions lines, headers) and its furniture. It does not know
which lines repeat which: that is for `repeats.py`, which may split a raw post further where the copies show it.
"""
