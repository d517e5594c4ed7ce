"""The outside: other systems, spoken to over the network."""
