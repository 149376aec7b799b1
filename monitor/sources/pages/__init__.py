"""Pages of sites: articles, reviews by schema.org, entries by CSS selectors, dates and ratings as sites write them."""
