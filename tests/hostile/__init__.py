"""Bad input: the doors by which the outside comes in, what is pushed through them, and what may come of it."""
