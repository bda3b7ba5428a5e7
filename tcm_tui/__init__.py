"""tcm-tui: account administration of the Telekom Cloud Marketplace in a terminal."""

__version__ = "0.1.0"
