"""Disclosures: what interest a member, or the publisher, has in a deposit or a party."""
