"""Pictures and numbers as files: what can be written, and who asks where to."""
