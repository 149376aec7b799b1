"""A small invented web on this machine for `otklik demo`: review pages, feeds, a channel, and a story in acts."""
