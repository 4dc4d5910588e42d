"""Wrong sentences by design: one edit in a true one. Nothing here imports `service`, so no check can know an edit."""
