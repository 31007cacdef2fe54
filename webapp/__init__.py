"""The edge of the house: command line, and later pages, workshops and the HTTP interface.

The only floor that knows the clock, the environment, the terminal, Flask or a database.  It never evaluates a condition
itself: it asks the floors below and shows what they say.
"""
