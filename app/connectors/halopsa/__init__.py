"""HaloPSA, REST v2."""
