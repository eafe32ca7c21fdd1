"""`make bench`: what pages and the guard cost, as ratios to bare ones that are measured in the same minutes."""
