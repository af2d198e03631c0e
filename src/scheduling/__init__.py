"""Hearings, judges, rooms and ferries; this package knows no lawsuit."""
