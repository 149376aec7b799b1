"""Reads pages: small good ones beside everything else, large or strange ones in a process that may die of them.

Names nothing of its modules: that process loads this too, and takes a third longer to start with what its keeper needs.
"""
