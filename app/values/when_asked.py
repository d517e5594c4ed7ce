"""Fields of a frozen dataclass that are worked out when they are first read."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast, overload

T = TypeVar("T")


class WhenAsked(Generic[T]):
    """A field given as a value, or as a function that makes the value when it is first read.

    The dataclass must not have slots, and its values must not be functions. To whoever reads,
    compares or copies it, it is a field like any other.
    """

    def __init__(self, default: T) -> None:
        """``default`` is the field's value where none is given."""
        self._default = default
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Learns the field's name."""
        self._name = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> T: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> T:
        """The value, worked out now if it was not yet."""
        if instance is None:
            return self._default
        kept: dict[str, Any] = instance.__dict__
        value = kept[self._name]
        if callable(value):
            value = kept[self._name] = value()
        return cast("T", value)

    def __set__(self, instance: object, value: T | Callable[[], T]) -> None:
        """Keeps the value, or what will make it."""
        instance.__dict__[self._name] = value
