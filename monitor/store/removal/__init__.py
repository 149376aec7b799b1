"""What goes for good: grown old, forgotten at somebody's wish, forbidden, taken back; and that it stays away."""
