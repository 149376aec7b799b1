"""Where things stand: addresses of pages, the hosts they are on, and places that the team forbids."""
