"""What the mouse does on the canvas: one class a gesture.

A gesture previews in the scene only; its release makes one edit, Esc leaves everything as it was.
"""
