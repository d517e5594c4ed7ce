"""The Rates page: plans, decks, products."""
