"""Many documents: several processes on one machine."""
