"""Tests of what authors write: a small complete house of content, and examples of what can be wrong with one."""
