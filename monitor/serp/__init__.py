"""Watches first pages of search engines: reads their pages once, tells of bad ones at once."""

from monitor.serp.watch import EVERY, FirstPageWatch

__all__ = ["EVERY", "FirstPageWatch"]
