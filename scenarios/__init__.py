"""The floor of practice cases: scenarios that unfold, the walker that leads through them, and the debrief.

This floor is not built yet.  It holds no code and no content; the package exists so that the house has the shape that
its tests check.  Nothing above may rely on it, and it imports nothing.
"""
