"""What a call costs: area codes, decks, plans, allowances, tiers."""
