"""The edge of the house: pages, HTTP interface and command line, and later workshops.

The only floor that knows the clock, the environment, the terminal, Flask or a database.  It never evaluates a condition
itself: it asks the floors below and shows what they say.
"""
