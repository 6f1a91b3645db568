"""What the mouse does on the circuit's canvas: one class a gesture.

A gesture previews; its release makes one edit, Esc leaves everything as it was.
"""
