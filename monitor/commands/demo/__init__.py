"""`otklik demo`: the whole product told as a story, on the terminal or in a real chat."""
