"""Search over posts, titles and names: what `viewer` may see, newest first, ranked within bounds. See docs/search.md."""
