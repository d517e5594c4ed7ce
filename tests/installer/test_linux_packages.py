"""What Qt lacks on a bare Linux: found, installed where allowed, else named in words."""

import ctypes.util
import os
import shutil
import sys

import pytest

from installer import from_source


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux that has everything but two libraries, and no Xvfb."""
    lacking = {"xcb-cursor", "xcb-icccm"}
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None if name in lacking else name)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "Xvfb" else name)


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_named_by_its_package() -> None:
    assert from_source.missing_packages(for_tests=False) == ["libxcb-cursor0", "libxcb-icccm4"]


@pytest.mark.usefixtures("bare")
def test_tests_ask_for_an_x_server_too() -> None:
    assert "xvfb" in from_source.missing_packages(for_tests=True)


def test_other_systems_lack_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert from_source.missing_packages(for_tests=True) == []


@pytest.mark.usefixtures("bare")
def test_who_may_not_install_is_told_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    words = from_source.provide_packages(for_tests=False)
    command = "sudo apt-get install -y --no-install-recommends libxcb-cursor0 libxcb-icccm4"
    assert command in words


@pytest.mark.usefixtures("bare")
def test_a_system_without_apt_is_told_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "libxcb-cursor0 libxcb-icccm4" in from_source.provide_packages(for_tests=False)
