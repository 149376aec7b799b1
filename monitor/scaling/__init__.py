"""Several processes at one PostgreSQL: who visits what, and whose turn it is at each host."""
