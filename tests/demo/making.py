"""Running the command that loads the demo."""

from click.testing import Result
from flask import Flask


def demo(app: Flask, *words: str) -> Result:
    """Run `flask demo …`; what it prints to either stream is its output."""
    return app.test_cli_runner().invoke(args=["demo", *words])
