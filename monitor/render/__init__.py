"""Cards, notices and digests as neutral documents, and the renderers that make text, terminal and HTML of them."""
