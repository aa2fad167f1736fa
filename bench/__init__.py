"""What performance is claimed, measured: every module is one measurement that prints one table."""
