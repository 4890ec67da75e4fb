"""Small steps from violations to violations: order, selection, suppression, baseline."""
