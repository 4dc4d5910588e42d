"""Everything that knows what a neural model is. Never imports `service`."""
