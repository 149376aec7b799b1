"""`make bench`: what the product costs, and how long it keeps anybody waiting; measured, never a test that may fail."""
