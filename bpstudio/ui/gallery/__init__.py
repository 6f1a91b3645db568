"""The gallery of examples: what each is about, a picture of it, and a window to pick one."""
