"""Mails as sources: opened, read line by line, the review found in a platform's notice."""
