"""Finds what is said about a company, decides what matters, owes the alerts. Knows no Telegram."""
