"""Rev.io PSA by the part of its interface that is known."""
