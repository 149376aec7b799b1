"""How the product itself is doing, and who hears of it: health, figures, a sign of life, times it was away."""
