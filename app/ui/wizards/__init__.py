"""The wizards, one file each; each can be left and resumed."""
