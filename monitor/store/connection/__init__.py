"""How a database is reached: its address, its driver, who may write when, and what its complaints mean."""
