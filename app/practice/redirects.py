"""Which addresses a practice system takes for registered redirect addresses.

No portal stands behind it, so the rule is that of the portals: `http` for `localhost` by name
alone, `https` for any named host, no numbers for hosts, no query or fragment of their own.
"""

from urllib.parse import urlsplit


def is_registered(redirect_uri: str) -> bool:
    """Whether a portal would have let this address be registered."""
    parts = urlsplit(redirect_uri)
    host = parts.hostname or ""
    if parts.query or parts.fragment or not host:
        return False
    if host.replace(".", "").isdecimal() or ":" in host:
        return False
    if parts.scheme == "http":
        return host == "localhost"
    return parts.scheme == "https"
