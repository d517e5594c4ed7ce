"""The verbs: what a user can make happen, one plain function each."""
