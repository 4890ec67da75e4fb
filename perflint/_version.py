"""The version of perflint, in a module of its own: every room may import it, and it imports nothing."""

__version__ = "0.1.0"
