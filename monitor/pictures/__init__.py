"""Draws the pictures of a digest: beside everything else, in a process that knows no secret and ends with them."""

from monitor.pictures.process import draw

__all__ = ["draw"]
