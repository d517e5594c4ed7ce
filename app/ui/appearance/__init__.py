"""How the window looks: colours, sizes, fonts, icons, all read from ``resources/appearance.json``.

No widget holds a colour, a size or a font of its own.
"""
