"""The textbook: dense networks, their two passes and the descent, in NumPy alone.

Notation: arrays are (units, samples); ``a = W z + b`` comes in to a layer, ``z = f(a)`` goes out,
``y`` is the network's output and ``delta = dL/da``.
"""
