"""The process itself: its start, its threads and those it starts, whose turn it is, and what must not be forgotten."""
