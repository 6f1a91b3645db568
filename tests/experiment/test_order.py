"""The order of the samples: which, from which epoch on."""

import numpy as np

from bpstudio.experiment.order import Order, Stretch

SHUFFLED = Order((Stretch(1, seed=3, samples=9, shuffle=True),))


def drawn(epoch):
    return np.random.default_rng([3, 2, epoch]).permutation(9).tolist()  # [seed, purpose, epoch]


def test_each_epoch_has_an_order_of_its_own_that_can_be_had_again():
    assert SHUFFLED(1).tolist() == drawn(1)
    assert SHUFFLED(7).tolist() == drawn(7) != drawn(1)


def test_not_to_shuffle_holds_from_its_epoch_on_and_can_be_taken_back():
    plain = SHUFFLED.then(4, shuffle=False)
    again = plain.then(6, shuffle=True)
    assert [plain(3).tolist(), plain(4).tolist()] == [drawn(3), list(range(9))]
    assert [again(5).tolist(), again(6).tolist()] == [list(range(9)), drawn(6)]
    assert plain.then(4, shuffle=True)(5).tolist() == drawn(5)
    assert len(plain.then(2, shuffle=False).stretches) == 2, "what came later is overruled"
