"""What somebody wants to hear of, what they have heard, and how it reaches them. docs/notifications.md tells the whole."""
