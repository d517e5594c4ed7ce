"""Parts of the first run; Settings shows the same ones again."""
