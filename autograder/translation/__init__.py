"""Translate what students read: extract messages, merge and compile catalogues."""
