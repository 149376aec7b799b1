"""Everything said to the team: what is owed and to whom, put into words, and the ways it goes."""
