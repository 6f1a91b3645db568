"""scikit-learn's MLPClassifier with plain descent; prints its speed as JSON."""

import json
import sys
import time
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier


def main() -> None:
    """Train with the arguments: samples, activation, widths, batch, steps."""
    samples, activation, shape, batch, steps = sys.argv[1:]
    warnings.simplefilter("ignore")  # it says that it has not converged
    with np.load(samples) as kept:
        x, t = kept["x"], kept["t"]
    epochs = max(int(steps) * int(batch) // len(x), 1)
    model = MLPClassifier(
        tuple(int(width) for width in shape.split(",")[1:-1]),
        activation={"sigmoid": "logistic"}.get(activation, activation),
        solver="sgd",
        alpha=0.0,
        batch_size=int(batch),
        learning_rate_init=0.01,
        momentum=0.0,
        max_iter=epochs,
        n_iter_no_change=epochs + 1,
        tol=0.0,
    )
    start = time.perf_counter()
    model.fit(x, t)
    passed = time.perf_counter() - start
    made = epochs * -(-len(x) // int(batch))
    print(json.dumps({"steps_per_second": made / passed}))


if __name__ == "__main__":
    main()
