"""Practice systems: local stand-ins of the PSA and accounting systems, as strict as the real ones.

They stand on the published descriptions alone and know no connector, so that one mistake cannot
hide in both. The whole folder is imported when first needed: it brings a web server along.
"""
