"""What changed for a member, for apps that keep a copy."""
