"""The doctor: watches a run and says what is wrong with it, only when something is.

It measures (`examination`), notes what it measured (`diary`) and hands both to the rules as one
frozen `Chart`. A rule is a pure function from a chart to a `Finding` or None.
"""
