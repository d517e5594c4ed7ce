"""Files looked at before they come in: what each is, its first rows priced; nothing is written."""
