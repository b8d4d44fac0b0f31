"""The claim of lesson 1, measured: what perceptrons reach on MNIST's 10,000 held-out images.

Run: .venv/bin/python -m benchmarks.perceptron_mnist        (needs MNIST; see utils.datasets.mnist)
"""

import numpy as np

from utils import datasets, perceptron


def main() -> None:
    X, labels, X_test, labels_test = datasets.mnist()
    X, X_test = perceptron.with_bias(X), perceptron.with_bias(X_test)
    print("epochs   one against all        one contest")
    print("         last     average       last     average")
    for epochs in range(1, 11):
        cells = []
        for fit in (perceptron.one_against_all, perceptron.fit_multiclass):
            for averaged in (False, True):
                W = fit(X, labels, 10, max_epochs=epochs, averaged=averaged).W
                cells.append(np.mean(perceptron.predict_multiclass(W, X_test) == labels_test))
        print(f"{epochs:4d}     {cells[0]:.1%}    {cells[1]:.1%}         {cells[2]:.1%}    {cells[3]:.1%}")


if __name__ == "__main__":
    main()
