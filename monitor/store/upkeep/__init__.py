"""The database as a whole: its tables brought up to date, copied while it runs, moved to another one."""
