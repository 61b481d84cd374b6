"""The REST door of verification."""
