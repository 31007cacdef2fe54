"""Tests of the edge: so far the command line."""
