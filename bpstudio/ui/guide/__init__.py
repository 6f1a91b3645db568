"""Through the chapter: lessons beside the window that they speak of.

`scene.py` describes the window as lessons see it, `stagehand.py` brings it to their states,
`course.py` knows where the reader is, and the other files show that. None of them knows what a
single lesson says.
"""
