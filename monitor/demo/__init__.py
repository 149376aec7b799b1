"""A small invented web on this machine for `otklik demo`: feeds, review pages, an edit, a copy, a broken source."""
