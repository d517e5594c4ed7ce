"""Python's search for circular garbage, put off while much is made that will be kept."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Does not look for circular garbage inside the block.

    A run makes a million records that are all kept. Looking through them again and again as they
    grow in number costs as much time as making them, and finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
