"""What the measurements share, and the processes that they start."""
