"""Data: made sets keep their promises, damaged files are named, and the real MNIST is read where it is found."""

import gzip
import hashlib
import shutil
import struct
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import datasets as d
from utils import perceptron as p

# ---------------------------------------------------------------- truth tables


@pytest.mark.parametrize("n", [1, 2, 3, 8])
def test_boolean_table_counts_up(n):
    table = d.boolean_table(n)
    assert table.shape == (n, 2**n)
    assert [int("".join(map(str, column)), 2) for column in table.T.tolist()] == list(range(2**n))
    assert d.boolean_table(n, np.float32).dtype == np.float32


@pytest.mark.parametrize("n", [0, -1, 1.0, True, 25, "2"])
def test_boolean_table_refuses(n):
    with pytest.raises(ValueError, match="n "):
        d.boolean_table(n)


def test_boolean_targets_match_plain_python():
    for n in (1, 2, 3, 4):
        columns = d.boolean_table(n).T.tolist()
        assert d.boolean_targets("and", n).tolist() == [int(all(column)) for column in columns]
        assert d.boolean_targets("or", n).tolist() == [int(any(column)) for column in columns]
        assert d.boolean_targets("xor", n).tolist() == [sum(column) % 2 for column in columns]
        assert d.boolean_targets("nand", n).tolist() == [int(not all(column)) for column in columns]
    with pytest.raises(ValueError, match="'not'; it must be one of and, or, xor, nand"):
        d.boolean_targets("not")


# ---------------------------------------------------------------- made sets


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(2, 80), st.integers(1, 20), st.floats(1e-3, 10), st.integers(0, 10**6))
def test_separable_has_the_margin_it_was_asked_for(examples, features, margin, seed):
    X, y, w, b = d.separable(examples, features, margin, seed)
    assert X.shape == (features, examples)
    assert sorted(set(y.tolist())) == [0, 1]
    assert np.linalg.norm(w) == pytest.approx(1)
    assert ((2 * y - 1) * (w @ X + b)).min() >= margin * (1 - 1e-9)
    assert (p.predict(X, w, b) == y).all()


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(2, 80), st.integers(1, 20), st.floats(1e-3, 10), st.integers(0, 10**6))
def test_separable_can_be_exact(examples, features, margin, seed):
    X, y, w, b = d.separable(examples, features, margin, seed, exact=True)
    assert ((2 * y - 1) * (w @ X + b)).min() == pytest.approx(margin, abs=1e-12, rel=1e-9)
    X, y, w, b = d.separable(examples, features, margin, seed, b=0, exact=True)
    assert b == 0
    assert p.margin(X, y, w) == pytest.approx(margin, abs=1e-12, rel=1e-9)


def test_the_margin_after_with_bias_is_the_documented_one():
    X, y, w, b = d.separable(30, 3, 0.5, rng=2, b=2.0, exact=True)
    assert p.margin(p.with_bias(X), y, [*w, b]) == pytest.approx(0.5 / np.sqrt(1 + 2.0**2))


def test_the_same_seed_gives_the_same_data():
    makers = [
        lambda rng: d.separable(9, 2, 0.1, rng)[0],
        lambda rng: d.half_plane_points(9, [1, 2], 0, rng)[0],
        lambda rng: d.xor_clouds(9, rng)[0],
        lambda rng: d.gaussian_clouds(9, [[0, 1], [0, 1]], rng)[0],
        lambda rng: d.circles(9, rng)[0],
        lambda rng: d.moons(9, rng)[0],
        lambda rng: d.two_spirals(9, rng)[0],
        lambda rng: d.split(np.arange(18).reshape(2, 9), np.arange(9), rng=rng)[0],
    ]
    for make in makers:
        assert (make(3) == make(3)).all()
        assert (make(3) == make(np.random.default_rng(3))).all()
        assert (make(3) != make(4)).any()
        with pytest.raises(ValueError, match="rng is None"):
            make(None)


def test_half_plane_points_and_xor_clouds():
    X, y = d.half_plane_points(500, [1.0, -2.0, 0.5], 0.25, rng=0, low=-1, high=3)
    assert X.shape == (3, 500)
    assert X.min() >= -1
    assert X.max() <= 3
    assert (p.predict(X, [1.0, -2.0, 0.5], 0.25) == y).all()
    X, y = d.xor_clouds(200, rng=0)
    assert not p.is_separable(X, y)
    assert y.mean() == 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: d.separable(1, 2, 0.1, 0), "at least 2"),
        (lambda: d.separable(9, 0, 0.1, 0), "features must be a whole number"),
        (lambda: d.separable(9, 2, 0, 0), "margin must be"),
        (lambda: d.separable(9, 2, float("nan"), 0), "margin must be"),
        (lambda: d.half_plane_points(9, [[1, 2]], 0, 0), r"w has shape \(1, 2\)"),
        (lambda: d.half_plane_points(9, [1, 2], 0, 0, low=1, high=1), "low must be below high"),
        (lambda: d.xor_clouds(9, 0, spread=-1), "spread must be"),
        (lambda: d.split(np.ones((2, 5)), np.ones(4), rng=0), r"\(2, 5\) and y has shape \(4,\)"),
        (lambda: d.split(np.ones((5, 2)), np.ones(5), rng=0), r"\(5, 2\) and y has shape \(5,\)"),
        (lambda: d.split(np.ones((2, 1)), np.ones(1), rng=0), "at least two examples"),
        (lambda: d.split(np.ones((2, 5)), np.ones(5), 1.0, rng=0), "held_out must be above 0 and below 1"),
        (lambda: d.digits(int), "ask for float32 or float64"),
    ],
)
def test_wrong_calls_are_told_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


MADE = {
    "clouds": lambda n, rng, **more: d.gaussian_clouds(n, [[0.0, 3.0], [0.0, 3.0]], rng, **more),
    "circles": d.circles,
    "moons": d.moons,
    "spirals": d.two_spirals,
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(1, 50), st.integers(0, 10**6))
def test_made_sets_have_columns_and_labels_dealt_in_turn(make, examples, seed):
    X, y = make(examples, seed)
    assert X.shape == (2, examples)
    assert X.dtype == np.float64
    assert y.dtype == np.int64
    assert y.tolist() == [i % 2 for i in range(examples)]
    assert np.isfinite(X).all()


@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
def test_spread_is_the_standard_deviation_of_the_noise(make):
    plain, _ = make(4000, 0, spread=0.0)
    noisy, _ = make(4000, 0, spread=0.3)
    assert (noisy - plain).std() == pytest.approx(0.3, rel=0.05)
    assert abs((noisy - plain).mean()) < 0.02


@pytest.mark.parametrize("make", [d.circles, d.moons, d.two_spirals])
def test_no_line_separates_them(make):
    X, y = make(200, 0, spread=0.0)
    assert not p.is_separable(X, y)


def test_made_sets_lie_where_they_should():
    X, y = d.circles(500, 0, spread=0, inner=0.3)
    np.testing.assert_allclose(np.hypot(*X), np.where(y == 1, 0.3, 1))
    X, y = d.moons(500, 0, spread=0)
    np.testing.assert_allclose(np.hypot(*X[:, y == 0]), 1)
    np.testing.assert_allclose(np.hypot(*(X[:, y == 1] - [[1], [0.5]])), 1)
    X, y = d.two_spirals(500, 0, spread=0, turns=2)
    radius = np.hypot(*X)
    turned = (np.arctan2(X[1], X[0]) - 4 * np.pi * radius - np.pi * y) / (2 * np.pi)
    np.testing.assert_allclose(turned, turned.round(), atol=1e-9)
    X, y = d.gaussian_clouds(3000, [[0, 5, 9], [0, 0, 0], [1, 1, 1]], 0, spread=[0.0, 1.0, 2.0])
    assert X.shape == (3, 3000)
    assert [round(float(X[0, y == k].std()), 1) for k in range(3)] == [0.0, 1.0, 2.0]
    assert [round(float(X[0, y == k].mean())) for k in range(3)] == [0, 5, 9]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: d.gaussian_clouds(5, [0, 1], 0), r"centres has shape \(2,\)"),
        (lambda: d.gaussian_clouds(5, [[0, np.nan]], 0), "finite"),
        (lambda: d.gaussian_clouds(5, [[0, 1]], 0, spread=[1, 1, 1]), r"\(3,\).*\(1, 2\)"),
        (lambda: d.gaussian_clouds(5, [[0, 1]], 0, spread=-1), "at least 0"),
        (lambda: d.gaussian_clouds(0, [[0, 1]], 0), "examples must be"),
        (lambda: d.gaussian_clouds(5, [[0, 1]], None), "rng is None"),
        (lambda: d.circles(5, 0, inner=1), "inner must be"),
        (lambda: d.circles(5, 0, spread=-1), "spread must be"),
        (lambda: d.moons(5, 0, spread=np.inf), "spread must be"),
        (lambda: d.moons(2.5, 0), "examples must be"),
        (lambda: d.moons(5, None), "rng is None"),
        (lambda: d.two_spirals(5, 0, turns=0), "turns must be"),
    ],
)
def test_made_sets_refuse(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ---------------------------------------------------------------- digits


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(2, 60), st.floats(0.01, 0.99), st.integers(0, 1000))
def test_split_deals_every_example_once(examples, held_out, seed):
    X = np.arange(2 * examples, dtype=np.float32).reshape(2, examples)
    y = X[0].astype(int)
    parts = d.split(X, y, held_out, rng=seed)
    assert abs(parts.X_test.shape[1] - held_out * examples) <= 1
    assert parts.X_train.shape[1] >= 1
    assert sorted([*parts.y_train, *parts.y_test]) == list(range(examples))
    assert (parts.X_train[0] == parts.y_train).all()
    assert (parts.X_test[0] == parts.y_test).all()
    assert parts.X_train.dtype == np.float32
    columns = d.split(X, np.vstack([y, -y, y]), held_out, rng=seed)
    assert (columns.y_train == np.vstack([parts.y_train, -parts.y_train, parts.y_train])).all()
    assert (columns.y_test == np.vstack([parts.y_test, -parts.y_test, parts.y_test])).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_digits(dtype):
    X, labels = d.digits(dtype)
    assert X.shape == (64, 1797)
    assert X.dtype == dtype
    assert (X.min(), X.max()) == (0, 1)
    assert (np.round(X * 16) == X * 16).all()
    # The numbers of examples by class in the test part, as its description at UCI gives them.
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


# ---------------------------------------------------------------- MNIST, made small


def idx(values):
    values = np.asarray(values, np.uint8)
    return struct.pack(f">{1 + values.ndim}I", 0x0800 + values.ndim, *values.shape) + values.tobytes()


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A folder with four tiny files in MNIST's form, and a module that expects just these."""
    rng = np.random.default_rng(0)
    expected = {}
    folder = tmp_path / "files"
    folder.mkdir()
    for name, (magic, shape, _, _) in d._MNIST.items():
        count = 3 if name.startswith("train") else 2
        values = rng.integers(0, 10, (count, 28, 28) if len(shape) == 3 else (count,))
        content = idx(values)
        packed = gzip.compress(content)
        (folder / name).write_bytes(packed)
        sums = (hashlib.sha256(packed).hexdigest(), hashlib.sha256(content).hexdigest())
        expected[name] = (magic, values.shape, *sums)
    monkeypatch.setattr(d, "_MNIST", expected)
    monkeypatch.setattr(d, "_user_folder", lambda: tmp_path / "user")
    monkeypatch.setattr(d, "__file__", str(tmp_path / "checkout" / "utils" / "datasets.py"))
    monkeypatch.delenv("NN_DATA", raising=False)
    monkeypatch.setattr(d, "_fetch", lambda *_: pytest.fail("tried to download"))
    return folder


def test_small_mnist_is_read(small):
    parts = d.mnist(small)
    assert [part.shape for part in parts] == [(784, 3), (3,), (784, 2), (2,)]
    assert parts.X_train.dtype == np.float32
    assert parts.y_train.dtype == np.int64
    with gzip.open(small / "train-images-idx3-ubyte.gz") as file:
        second = np.frombuffer(file.read()[16 + 784 : 16 + 2 * 784], np.uint8)
    assert (parts.X_train[:, 1] == second.astype(np.float32) / 255).all()
    assert parts.X_train[:, 1].flags.c_contiguous


@pytest.mark.parametrize("place", ["variable", "variable/mnist", "user", "user/mnist", "shared/data/mnist"])
def test_mnist_is_found_wherever_it_is_promised_to_be(small, tmp_path, monkeypatch, place):
    assert not d.has_mnist()
    monkeypatch.setenv("NN_DATA", str(tmp_path / "variable"))
    assert not d.has_mnist()
    shutil.copytree(small, tmp_path / place)
    assert d.has_mnist()
    assert d.mnist().X_test.shape == (784, 2)


def test_the_variable_comes_before_the_users_folder(small, tmp_path, monkeypatch):
    shutil.copytree(small, tmp_path / "user")
    monkeypatch.setenv("NN_DATA", str(small))
    assert d._find_mnist(None) == small


def test_a_given_folder_is_the_only_one(small, tmp_path, monkeypatch):
    monkeypatch.setenv("NN_DATA", str(small))
    assert not d.has_mnist(tmp_path / "elsewhere")


def test_the_download_goes_to_the_right_place_and_tries_the_next_mirror(small, tmp_path, monkeypatch):
    asked = []

    def fetch(url, sha256, target):
        asked.append(url)
        if url.startswith(d._MIRRORS[0]):
            raise OSError("no route")
        name = url.rsplit("/", 1)[1]
        assert sha256 == hashlib.sha256((small / name).read_bytes()).hexdigest()
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(small / name, target / name)

    monkeypatch.setattr(d, "_fetch", fetch)
    assert d.mnist().X_train.shape == (784, 3)
    assert d.has_mnist(tmp_path / "user")
    assert len(asked) == 5
    assert d.mnist(tmp_path / "mine").X_train.shape == (784, 3)
    assert (tmp_path / "mine" / "t10k-labels-idx1-ubyte.gz").exists()


def test_fetching_checks_the_hash_and_is_silent(tmp_path, monkeypatch, capfd):
    import pooch

    def write(url, output_file, pooch_):
        with open(output_file, "wb") as file:
            file.write(b"hello")

    monkeypatch.setattr(pooch, "HTTPDownloader", lambda **_: write)
    d._fetch("https://example.org/file.gz", hashlib.sha256(b"hello").hexdigest(), tmp_path)
    assert (tmp_path / "file.gz").read_bytes() == b"hello"
    with pytest.raises(ValueError, match="hash"):
        d._fetch("https://example.org/other.gz", hashlib.sha256(b"bye").hexdigest(), tmp_path)
    assert not (tmp_path / "other.gz").exists()
    assert capfd.readouterr() == ("", "")


def test_offline_it_says_what_where_and_what_to_do(small, tmp_path, monkeypatch):
    def fetch(*_):
        raise OSError("no network here")

    monkeypatch.setattr(d, "_fetch", fetch)
    monkeypatch.setenv("NN_DATA", str(tmp_path / "variable"))
    with pytest.raises(FileNotFoundError) as caught:
        d.mnist()
    message = str(caught.value)
    for part in (*d._MNIST, str(tmp_path / "variable"), str(tmp_path / "user"), "no network here", "NN_DATA"):
        assert part in message
    with pytest.raises(FileNotFoundError, match="without a download"):
        d.mnist(download=False)


IMAGES = "t10k-images-idx3-ubyte.gz"


def cut(packed):
    return packed[: len(packed) // 2]


def flip_a_byte(packed):
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0xFF]) + packed[middle + 1 :]


def repack(change):
    return lambda packed: gzip.compress(change(gzip.decompress(packed)))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut, "damaged or cut short"),
        (flip_a_byte, "damaged or cut short"),
        (lambda packed: b"<html>not found</html>", "damaged or cut short"),
        (lambda packed: b"", "does not begin as it should.*nothing"),
        (repack(lambda content: content[:7]), "does not begin as it should"),
        (repack(lambda content: b"\x00\x00\x08\x01" + content[4:]), "expected magic number 2051"),
        (repack(lambda content: content[:7] + b"\x09" + content[8:]), r"axes \(2, 28, 28\)"),
        (repack(lambda content: content[:-1]), "holds 1583 bytes instead of 1584"),
        (repack(lambda content: content + b"\x00"), "holds 1585 bytes instead of 1584"),
        (repack(lambda content: content[:-1] + b"\xff"), "does not hold MNIST's"),
    ],
)
def test_a_damaged_file_is_named(small, damage, message):
    path = small / IMAGES
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=f"(?s){IMAGES}.*{message}.*delete it"):
        d.mnist(small)


# ---------------------------------------------------------------- MNIST itself


@pytest.mark.skipif(not d.has_mnist(), reason="MNIST is not on this computer: set NN_DATA to test with the real files")
def test_the_real_mnist():
    parts = d.mnist(download=False)
    assert [part.shape for part in parts] == [(784, 60000), (60000,), (784, 10000), (10000,)]
    assert parts.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    # The mean and spread that the literature normalises MNIST with.
    assert parts.X_train.mean(dtype=float) == pytest.approx(0.1307, abs=5e-5)
    assert parts.X_train.std(dtype=float) == pytest.approx(0.3081, abs=5e-5)
    W = p.fit_multiclass(p.with_bias(parts.X_train), parts.y_train, 10, 1, averaged=True).W
    assert p.accuracy(p.predict_multiclass(W, p.with_bias(parts.X_test)), parts.y_test) > 0.91


def test_importing_utils_stays_light():
    import subprocess

    code = """
import sys, utils
heavy = {"matplotlib", "scipy", "sklearn", "torch", "ipywidgets", "IPython", "pooch"} & set(sys.modules)
assert not heavy, heavy
from importlib import import_module
for module in utils._modules():
    import_module(f"utils.{module}")
from utils import datasets, perceptron, plots, widgets
heavy = {"matplotlib", "scipy", "sklearn", "torch", "ipywidgets", "IPython", "pooch"} & set(sys.modules)
assert not heavy, heavy
assert utils.perceptron is perceptron and "plots" in dir(utils)
try:
    utils.perceptrons
except AttributeError as error:
    assert "perceptron" in str(error)
else:
    raise AssertionError("a misspelt module was found")
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
