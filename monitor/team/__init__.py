"""The team: who is told, who is on duty, when they work, when they are left in peace."""
