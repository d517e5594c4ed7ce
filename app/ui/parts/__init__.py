"""Small pieces that pages, wizards and dialogs are made of."""
