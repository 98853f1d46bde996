"""Subcommands of ``corredor``, one module each; ``corredor.cli`` loads one when it is called."""
