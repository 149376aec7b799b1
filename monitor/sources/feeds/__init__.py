"""RSS, Atom, RDF and JSON Feed: read the quick way, and where that doubts by feedparser."""
