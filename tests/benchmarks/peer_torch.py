"""PyTorch eager, as its tutorials write it; prints its speed as JSON."""

import json
import sys
import time
from itertools import pairwise

import numpy as np
import torch


def main() -> None:
    """Train with the arguments: samples, activation, widths, batch, steps, threads."""
    samples, activation, shape, batch, steps, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    with np.load(samples) as kept:
        x, t = torch.from_numpy(kept["x"]), torch.from_numpy(kept["t"].astype(int))
    widths = [int(width) for width in shape.split(",")]
    between = {"tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU}
    parts: list[torch.nn.Module] = []
    for into, out in pairwise(widths):
        parts += [torch.nn.Linear(into, out), between[activation]()]
    model = torch.nn.Sequential(*parts[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss_of = torch.nn.CrossEntropyLoss()

    def train(count: int) -> None:
        done = 0
        while done < count:
            order = torch.randperm(len(x))
            for start in range(0, len(x), int(batch)):
                chosen = order[start : start + int(batch)]
                optimizer.zero_grad()
                loss_of(model(x[chosen]), t[chosen]).backward()
                optimizer.step()
                done += 1
                if done == count:
                    return

    train(max(int(steps) // 10, 10))
    start = time.perf_counter()
    train(int(steps))
    print(json.dumps({"steps_per_second": int(steps) / (time.perf_counter() - start)}))


if __name__ == "__main__":
    main()
