"""Country outlines from Natural Earth, and the script that makes them."""
