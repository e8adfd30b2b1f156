"""Fixtures: emulators that end with the module or the test that started them."""

import contextlib

import pytest

import process
from held import Held


@pytest.fixture(scope="module")
def start_for_module():
    """Starts emulators that live as long as the module's tests."""
    with _starter() as start:
        yield start


@pytest.fixture
def start():
    """Starts emulators that end with the test."""
    with _starter() as start:
        yield start


@contextlib.contextmanager
def _starter():
    with contextlib.ExitStack() as stack:

        def start(verb, *options, env=None):
            started = process.Emulator(verb, *options, env=env)
            stack.callback(started.stop)
            return started

        yield start


@pytest.fixture
def held():
    """A function that is the test itself: it sees each event, and calls back when the test says so."""
    held = Held()
    yield held
    held.stop()
