"""The practice Autotask: its tables, its query grammar and its checks, as the vendor tells them."""

from app.practice.autotask.system import practice_system

__all__ = ["practice_system"]
