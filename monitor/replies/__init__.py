"""Answering well: what to mind where, a draft to begin with, and a second look at what people wrote."""
