"""What the canvases share: writing, zoom, the frame that selects, what all gestures have."""
