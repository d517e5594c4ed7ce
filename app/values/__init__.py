"""Words all rooms share: immutable, tiny, importing nothing else of the program."""
