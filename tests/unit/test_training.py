"""Training: every example once an epoch, the same again from the same seed, stopped when it should be, silent."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import datasets, layers, losses, optimizers, training

X, Y = datasets.moons(60, rng=0)


def classifier(rng=0, dtype=np.float64):
    return layers.mlp([2, 6, 2], rng, dtype=dtype)


def run(epochs=3, rng=0, network=None, optimizer=None, data=(X, Y), **more):
    network = network or classifier()
    history = training.fit(
        network, layers.CrossEntropy(), optimizer or optimizers.Adam(0.02), *data, epochs=epochs, rng=rng, **more
    )
    return network, history


# ---------------------------------------------------------------- mini-batches


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 10**6), st.booleans())
def test_each_example_comes_once_with_its_own_target(examples, batch, seed, columns):
    X = np.arange(2.0 * examples).reshape(2, examples)
    Y = np.arange(examples) if not columns else np.vstack([np.arange(examples), -np.arange(examples)])
    seen = []
    for X_batch, Y_batch in training.minibatches(X, Y, batch, seed):
        assert X_batch.shape[1] == Y_batch.shape[-1] <= batch
        assert X_batch.T.flags.c_contiguous
        assert not np.shares_memory(X_batch, X)
        labels = Y_batch if Y_batch.ndim == 1 else Y_batch[0]
        np.testing.assert_array_equal(X_batch[0], labels)
        np.testing.assert_array_equal(X_batch[1], labels + examples)
        seen += labels.tolist()
    assert sorted(seen) == list(range(examples))


def test_order_is_kept_without_a_seed_and_new_each_time_with_a_generator():
    X = np.arange(20).reshape(1, 20)
    kept = np.hstack([X_batch for X_batch, _ in training.minibatches(X, X, 3, None)])
    np.testing.assert_array_equal(kept, X)
    rng = np.random.default_rng(0)
    first, second = (np.hstack([a for a, _ in training.minibatches(X, X, 3, rng)]) for _ in range(2))
    assert (first != second).any()
    again = np.hstack([a for a, _ in training.minibatches(X, X, 3, 0)])
    np.testing.assert_array_equal(first, again)


# ---------------------------------------------------------------- fit


def test_the_same_seed_gives_the_same_run_and_another_another():
    (one, a), (two, b), (other, c) = run(), run(), run(rng=1)
    np.testing.assert_array_equal(one.theta, two.theta)
    assert a == b
    assert a.step_loss != c.step_loss
    assert (one.theta != other.theta).any()


def test_history_holds_what_happened():
    network, history = run(epochs=4, batch=16, validation=(X, Y))
    assert history.epochs == 4
    assert len(history.step_loss) == 4 * 4
    assert history.stopped == ""
    sizes = np.array([16, 16, 16, 12])
    for epoch in range(4):
        assert history.loss[epoch] == pytest.approx(history.step_loss[4 * epoch : 4 * epoch + 4] @ sizes / 60)
    result = training.evaluate(network, layers.CrossEntropy(), X, Y, batch=7)
    assert result.loss == pytest.approx(history.validation_loss[-1])
    assert result.loss == pytest.approx(losses.cross_entropy(network.forward(X), Y))
    assert result.accuracy == history.validation_accuracy[-1]
    assert result.accuracy == (network.forward(X).argmax(axis=0) == Y).mean()


def test_fit_is_the_loop_that_it_says():
    network, history = run(epochs=2, batch=8, optimizer=optimizers.SGD(0.1, momentum=0.5))
    by_hand, loss, optimizer = classifier(), layers.CrossEntropy(), optimizers.SGD(0.1, momentum=0.5)
    rng = np.random.default_rng(0)
    values = [
        training.train_step(by_hand, loss, optimizer, *batch)
        for _ in range(2)
        for batch in training.minibatches(X, Y, 8, rng)
    ]
    np.testing.assert_array_equal(network.theta, by_hand.theta)
    assert history.step_loss == values


@pytest.mark.parametrize("batch", [1, 7, 60, 1000])
def test_any_batch_size(batch):
    _, history = run(epochs=2, batch=batch)
    assert len(history.step_loss) == 2 * -(-60 // batch)


def test_data_are_not_changed_and_types_follow_the_network():
    X32, was = X.astype(np.float32), (X.copy(), Y.copy())
    for data in ((X, Y), (X32, Y), (X.tolist(), Y.tolist()), (np.asfortranarray(X), Y)):
        network, history = run(network=classifier(dtype=np.float32), data=data)
        assert network.theta.dtype == np.float32
        assert history.loss[-1] < history.loss[0]
    np.testing.assert_array_equal(X, was[0])
    np.testing.assert_array_equal(Y, was[1])


@pytest.mark.parametrize(
    ("loss", "targets", "outputs", "knows_accuracy"),
    [
        (layers.CrossEntropy, lambda: Y, 2, True),
        (layers.CrossEntropy, lambda: losses.one_hot(Y, 2), 2, True),
        (layers.SigmoidNLL, lambda: Y[None], 1, True),
        (layers.Hinge, lambda: 2 * Y[None] - 1, 1, True),
        (layers.MeanSquaredError, lambda: X[:1] * 3, 1, False),
    ],
)
def test_every_kind_of_target(loss, targets, outputs, knows_accuracy):
    network = layers.mlp([2, 16, outputs], rng=0)
    history = training.fit(
        network, loss(), optimizers.Adam(0.03), X, targets(), epochs=60, rng=0, validation=(X, targets())
    )
    assert history.loss[-1] < 0.5 * history.loss[0]
    if knows_accuracy:
        F = network.forward(X)
        said = F.argmax(axis=0) if outputs == 2 else (F[0] >= 0)
        assert history.validation_accuracy[-1] == (said == Y).mean() > 0.85
        assert history.accuracy[-1] > 0.85
    else:
        assert np.isnan(history.accuracy).all()


def test_early_stopping_gives_the_best_parameters_back():
    seen = []
    network = classifier()
    noise = np.random.default_rng(0).integers(0, 2, 60)  # nothing can be learned, so validation soon gets worse
    _, history = run(
        epochs=500,
        network=network,
        data=(X, noise),
        validation=(X[::-1], noise[::-1]),
        patience=3,
        optimizer=optimizers.Adam(0.1),
        after_epoch=lambda epoch, history: seen.append(network.theta.copy()),
    )
    assert history.epochs < 500
    assert "no lower validation loss for 3 epochs" in history.stopped
    assert history.best_epoch == np.argmin(history.validation_loss) + 1 == history.epochs - 3
    np.testing.assert_array_equal(network.theta, seen[history.best_epoch - 1])


def test_without_patience_the_last_parameters_stay():
    network, history = run(validation=(X, Y))
    again, _ = run()
    np.testing.assert_array_equal(network.theta, again.theta)
    assert history.best_epoch is not None


@pytest.mark.filterwarnings("error")
def test_a_diverging_training_ends_and_says_so():
    network = layers.mlp([2, 6, 1], 0)
    history = training.fit(
        network, layers.MeanSquaredError(), optimizers.SGD(1e6), X, X[:1], epochs=50, rng=0, validation=(X, X[:1])
    )
    assert history.epochs < 50
    assert not np.isfinite(history.step_loss[-1])
    assert np.isfinite(history.step_loss[:-1]).all()
    assert "diverged" in history.stopped
    assert "learning rate" in history.stopped


def test_after_epoch_can_end_it():
    _, history = run(epochs=10, after_epoch=lambda epoch, history: epoch == 2)
    assert history.epochs == 2
    assert history.stopped


def test_silent_off_a_terminal_and_a_bar_where_asked_for(capfd):
    run()
    assert capfd.readouterr() == ("", "")
    run(progress=True)
    out, _ = capfd.readouterr()
    assert out == ""


def test_the_bar_speaks_of_epoch_and_loss(monkeypatch, capfd):
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then takes stderr for a terminal
    monkeypatch.setenv("COLUMNS", "80")
    run(progress=True, epochs=2)
    out, err = capfd.readouterr()
    assert out == ""
    assert "epoch 2, loss 0." in err


def test_without_a_bar_rich_is_not_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.console", None)
    _, history = run()
    assert history.epochs == 3
    with pytest.raises(ImportError):
        run(progress=True)


def test_one_layer_alone_can_be_trained():
    layer = layers.Linear(np.zeros((1, 2)))
    target = np.array([[2.0, -1.0]]) @ X + 3
    training.fit(layer, layers.MeanSquaredError(), optimizers.SGD(0.2), X, target, epochs=100, batch=10, rng=0)
    np.testing.assert_allclose(layer.theta, [2, -1, 3], atol=1e-3)


def test_xor_is_learned_from_whole_numbers():
    network = layers.mlp([2, 8, 1], rng=0, unit="tanh")
    table, wanted = datasets.boolean_table(2), datasets.boolean_targets("xor")[None]
    history = training.fit(
        network, layers.SigmoidNLL(), optimizers.Adam(0.05), table, wanted, epochs=300, batch=4, rng=0
    )
    assert history.accuracy[-1] == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run(data=(X, Y[:5])), r"\(2, 60\).*\(5,\)"),
        (lambda: run(data=(X.T, Y)), r"\(60, 2\).*\(60,\)"),
        (lambda: run(data=(X[:, :0], Y[:0])), "at least one"),
        (lambda: run(data=(X.astype(str), Y)), "real numbers"),
        (lambda: run(rng=None), "rng is None"),
        (lambda: run(epochs=0), "epochs must be"),
        (lambda: run(batch=0), "batch must be"),
        (lambda: run(batch=2.0), "batch must be"),
        (lambda: run(patience=2), "needs validation"),
        (lambda: run(patience=0, validation=(X, Y)), "patience must be"),
        (lambda: run(validation=(X, Y[1:])), r"\(59,\)"),
        (lambda: run(data=(X, Y + 1)), "labels must be"),
        (lambda: training.minibatches(X, Y, 0, 0), "batch must be"),
        (lambda: training.evaluate(classifier(), layers.CrossEntropy(), X, Y[1:]), r"\(59,\)"),
    ],
)
def test_wrong_calls_are_told_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
