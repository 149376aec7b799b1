"""One file per command of `otklik`; each is imported when it is asked for, so that a quick one stays quick."""
