"""What can be worked out beside the training: one file a task."""
