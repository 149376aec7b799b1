"""What people send to the bot in private becomes a mention."""
