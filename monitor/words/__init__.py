"""Words of a text: where they begin and end, which language they are of, their dictionary forms."""
