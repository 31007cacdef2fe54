"""Tests of the scenarios floor."""
