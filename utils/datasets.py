"""Data for the lessons: small made sets, truth tables, 8×8 digits that come with the course, and MNIST.

One column per example: `X` has shape (features, examples).
"""

import gzip
import hashlib
import math
import os
import zlib
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Array = NDArray[Any]
Seed = int | np.random.Generator


class Split(NamedTuple):
    """Examples to learn from, and examples held out to be tested on.

    Examples
    --------
    >>> parts = split([[1, 2, 3, 4, 5]], [0, 1, 0, 1, 0], rng=0)
    >>> parts.X_train.shape, parts.y_test.shape
    ((1, 4), (1,))
    """

    X_train: Array
    y_train: Array
    X_test: Array
    y_test: Array


# ---------------------------------------------------------------- truth tables


def boolean_table(n: int, dtype: DTypeLike = int) -> Array:
    """All inputs of n bits as columns, counting up; the first row is the most significant bit.

    Parameters
    ----------
    n : int, 1 … 24
    dtype : default int

    Returns
    -------
    array, shape (n, 2**n)

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to 24.

    Examples
    --------
    >>> boolean_table(2)
    array([[0, 0, 1, 1],
           [0, 1, 0, 1]])
    """
    if _whole(n, "n") > 24:
        raise ValueError(f"n is {n}: a table of 2**{n} columns does not fit in memory; n may be at most 24")
    place = np.arange(n - 1, -1, -1)[:, None]
    return ((np.arange(2**n) >> place) & 1).astype(dtype)


def boolean_targets(function: Literal["and", "or", "xor", "nand"], n: int = 2) -> Array:
    """The outputs of a boolean function, one for each column of `boolean_table(n)`.

    Parameters
    ----------
    function : "and", "or", "xor" or "nand"
        With more than two inputs, "xor" is parity: 1 where an odd number of inputs is 1.
    n : int, default 2

    Returns
    -------
    int64 array, shape (2**n,)

    Raises
    ------
    ValueError
        If the name is none of the four, or `n` is not a whole number from 1 to 24.

    Examples
    --------
    >>> boolean_targets("xor"), boolean_targets("nand")
    (array([0, 1, 1, 0]), array([1, 1, 1, 0]))
    """
    table = boolean_table(n)
    functions = {
        "and": table.all(axis=0),
        "or": table.any(axis=0),
        "xor": table.sum(axis=0) % 2,
        "nand": ~table.all(axis=0),
    }
    if function not in functions:
        raise ValueError(f"function is {function!r}; it must be one of {', '.join(functions)}")
    return functions[function].astype(np.int64)


# ---------------------------------------------------------------- made sets


def separable(
    examples: int, features: int, margin: float, rng: Seed, *, b: float | None = None, exact: bool = False
) -> tuple[Array, Array, Array, float]:
    """Examples with a dialled margin: every one lies at least `margin` away from a plane that separates them.

    Points are drawn from a normal distribution and then moved straight towards or away from the plane, until
    (2y − 1) (w · x + b) = margin + gap, with ‖w‖ = 1 and each gap ≥ 0 the size of a normal number.

    Parameters
    ----------
    examples : int, at least 2
        Half of them (rounded down) get label 1.
    features : int, at least 1
    margin : float, above 0
    rng : int or numpy.random.Generator
        The same seed gives the same set.
    b : float, optional
        The bias; drawn near 0 unless given. With ``b=0`` the plane goes through the origin, so the set can be
        learned without a row of ones, and `perceptron.margin(X, y, w)` is the dialled margin.
    exact : bool, default False
        Put the nearest example exactly at `margin` (to rounding) instead of beyond it.

    Returns
    -------
    X : float64 array, shape (features, examples)
    y : int64 array, shape (examples,)
        0 and 1, both present, in random order.
    w : float64 array, shape (features,)
        Of length 1.
    b : float
        A plane with a still wider margin may exist.

    Raises
    ------
    ValueError
        If a number is out of its range, or `rng` is None.

    Notes
    -----
    After `with_bias` lengths change: the margin of [w, b] there is the one here divided by √(1 + b²).

    Examples
    --------
    >>> X, y, w, b = separable(50, 3, margin=0.5, rng=0, exact=True)
    >>> round(float(((2 * y - 1) * (w @ X + b)).min()), 12)
    0.5
    """
    if _whole(examples, "examples") < 2:
        raise ValueError("examples is 1; at least 2 are needed, one of each label")
    _whole(features, "features")
    if not 0 < margin < math.inf:
        raise ValueError(f"margin must be a finite number above 0; it is {margin!r}")
    rng = _generator(rng)
    w = rng.normal(size=features)
    w /= np.linalg.norm(w)
    b = float(rng.normal(scale=0.5)) if b is None else float(b)
    y = rng.permutation(np.arange(examples) % 2)
    gap = np.abs(rng.normal(size=examples))
    if exact:
        gap -= gap.min()
    distance = (2 * y - 1) * (margin + gap)
    X = rng.normal(size=(features, examples))
    along = X - np.outer(w, w @ X)  # the part of each point that moves along the plane
    return along + np.outer(w, distance - b), y, w, b


def half_plane_points(
    examples: int, w: ArrayLike, b: float, rng: Seed, *, low: float = -2.0, high: float = 2.0
) -> tuple[Array, Array]:
    """Points spread evenly over a square (or cube), labelled by a perceptron.

    Parameters
    ----------
    examples : int
    w : array, shape (features,)
    b : float
    rng : int or numpy.random.Generator
    low, high : float, defaults −2 and 2
        Where the square begins and ends, the same for every feature.

    Returns
    -------
    X : float64 array, shape (features, examples)
    y : int64 array, shape (examples,)
        step(w · x + b), 0 or 1; one label may be missing if the boundary misses the square.

    Raises
    ------
    ValueError
        If `w` has not one axis, a number is out of its range, or `rng` is None.

    Examples
    --------
    >>> X, y = half_plane_points(4, [1.0, -1.0], 0.0, rng=0)
    >>> bool(((X[0] >= X[1]) == y).all())
    True
    """
    from utils.perceptron import predict

    w = np.asarray(w, dtype=float)
    if w.ndim != 1:
        raise ValueError(f"w has shape {w.shape}: it must be (features,), one weight per feature")
    if not low < high:
        raise ValueError(f"low is {low} and high is {high}: low must be below high")
    X = _generator(rng).uniform(low, high, size=(len(w), _whole(examples, "examples")))
    return X, predict(X, w, b)


def xor_clouds(examples: int, rng: Seed, *, spread: float = 0.15) -> tuple[Array, Array]:
    """Four clouds around the corners of the unit square, labelled by XOR: no line separates them.

    Parameters
    ----------
    examples : int
        Dealt to the four corners in turn.
    rng : int or numpy.random.Generator
    spread : float, default 0.15
        Standard deviation of each cloud; from about 0.25 the clouds overlap.

    Returns
    -------
    X : float64 array, shape (2, examples)
    y : int64 array, shape (examples,)

    Raises
    ------
    ValueError
        If a number is out of its range, or `rng` is None.

    Examples
    --------
    >>> X, y = xor_clouds(6, rng=0, spread=0.0)
    >>> X
    array([[0., 0., 1., 1., 0., 0.],
           [0., 1., 0., 1., 0., 1.]])
    >>> y
    array([0, 1, 1, 0, 0, 1])
    """
    if not 0 <= spread < math.inf:
        raise ValueError(f"spread must be a finite number of at least 0; it is {spread!r}")
    corner = np.arange(_whole(examples, "examples")) % 4
    centres = boolean_table(2, float)[:, corner]
    return centres + spread * _generator(rng).normal(size=centres.shape), boolean_targets("xor")[corner]


def gaussian_clouds(
    examples: int, centres: ArrayLike, rng: Seed, *, spread: float | ArrayLike = 1.0
) -> tuple[Array, Array]:
    """One round cloud of normally distributed points for each class.

    Parameters
    ----------
    examples : int
        Dealt to the classes in turn.
    centres : array, shape (features, classes)
        One column for each class.
    rng : int or numpy.random.Generator
    spread : float, or array of shape (classes,), default 1
        Standard deviation in every direction.

    Returns
    -------
    X : float64 array, shape (features, examples)
    y : int64 array, shape (examples,)
        Classes 0, 1, …; 0 and 1 for two centres.

    Raises
    ------
    ValueError
        If a shape does not fit, a number is out of its range, or `rng` is None.

    Examples
    --------
    >>> X, y = gaussian_clouds(3, [[0.0, 5.0],
    ...                            [0.0, 1.0]], rng=0, spread=0.0)
    >>> X, y
    (array([[0., 5., 0.],
           [0., 1., 0.]]), array([0, 1, 0]))
    """
    centres, spread = np.asarray(centres, dtype=float), np.asarray(spread, dtype=float)
    if centres.ndim != 2 or centres.size == 0 or not np.isfinite(centres).all():
        raise ValueError(f"centres has shape {centres.shape}: it must be (features, classes), of finite numbers")
    if spread.shape not in ((), (centres.shape[1],)) or not (np.isfinite(spread) & (spread >= 0)).all():
        raise ValueError(
            f"spread has shape {spread.shape} and centres has shape {centres.shape}: give one finite number of at "
            f"least 0, or one for each of the {centres.shape[1]} classes"
        )
    y = np.arange(_whole(examples, "examples")) % centres.shape[1]
    noise = _generator(rng).normal(size=(len(centres), examples))
    return centres[:, y] + np.broadcast_to(spread, centres.shape[1])[y] * noise, y


def circles(examples: int, rng: Seed, *, spread: float = 0.1, inner: float = 0.5) -> tuple[Array, Array]:
    """A circle in a ring: no line separates them, their distance from the middle does.

    Parameters
    ----------
    examples : int
        Dealt to the ring (label 0, radius 1) and the circle inside (label 1) in turn.
    rng : int or numpy.random.Generator
    spread : float, default 0.1
        Standard deviation of the noise added to each coordinate.
    inner : float, above 0 and below 1, default 0.5
        Radius of the circle inside.

    Returns
    -------
    X : float64 array, shape (2, examples)
    y : int64 array, shape (examples,)

    Raises
    ------
    ValueError
        If a number is out of its range, or `rng` is None.

    Examples
    --------
    >>> X, y = circles(4, rng=0, spread=0.0)
    >>> np.hypot(X[0], X[1]).round(6), y
    (array([1. , 0.5, 1. , 0.5]), array([0, 1, 0, 1]))
    """
    if not 0 < inner < 1:
        raise ValueError(f"inner must be above 0 and below 1, the radius of the ring; it is {inner!r}")
    y, rng = _two_classes(examples), _generator(rng)
    angle = rng.uniform(0, 2 * np.pi, size=examples)
    X = np.where(y == 1, inner, 1.0) * np.vstack([np.cos(angle), np.sin(angle)])
    return X + _noise(X, spread, rng), y


def moons(examples: int, rng: Seed, *, spread: float = 0.1) -> tuple[Array, Array]:
    """Two half-moons that reach into each other.

    Parameters
    ----------
    examples : int
        Dealt to the upper moon (label 0, around the origin) and the lower one (label 1, around (1, ½)) in turn.
    rng : int or numpy.random.Generator
    spread : float, default 0.1
        Standard deviation of the noise added to each coordinate.

    Returns
    -------
    X : float64 array, shape (2, examples)
    y : int64 array, shape (examples,)

    Raises
    ------
    ValueError
        If a number is out of its range, or `rng` is None.

    Examples
    --------
    >>> X, y = moons(100, rng=0, spread=0.0)
    >>> bool((X[1, y == 0] >= 0).all()), bool((X[1, y == 1] <= 0.5).all())
    (True, True)
    """
    y, rng = _two_classes(examples), _generator(rng)
    angle = rng.uniform(0, np.pi, size=examples)
    upper = np.vstack([np.cos(angle), np.sin(angle)])
    X = np.where(y == 1, np.array([[1.0], [0.5]]) - upper, upper)
    return X + _noise(X, spread, rng), y


def two_spirals(examples: int, rng: Seed, *, spread: float = 0.02, turns: float = 1.5) -> tuple[Array, Array]:
    """Two spirals wound around each other, each the other one turned by half a circle: hard for small networks.

    Parameters
    ----------
    examples : int
        Dealt to the two spirals in turn.
    rng : int or numpy.random.Generator
    spread : float, default 0.02
        Standard deviation of the noise added to each coordinate. The arms are 1 / (2 turns) apart.
    turns : float, above 0, default 1.5
        Full circles from the middle to the end, which is at radius 1.

    Returns
    -------
    X : float64 array, shape (2, examples)
    y : int64 array, shape (examples,)

    Raises
    ------
    ValueError
        If a number is out of its range, or `rng` is None.

    References
    ----------
    K. J. Lang and M. J. Witbrock (1988), "Learning to tell two spirals apart", Proceedings of the 1988 Connectionist
    Models Summer School, 52–59. Theirs are 97 points on each spiral, of three turns, without noise.

    Examples
    --------
    >>> X, y = two_spirals(500, rng=0, spread=0.0)
    >>> bool(np.hypot(X[0], X[1]).max() <= 1), y[:4]
    (True, array([0, 1, 0, 1]))
    """
    if not 0 < turns < math.inf:
        raise ValueError(f"turns must be a finite number above 0; it is {turns!r}")
    y, rng = _two_classes(examples), _generator(rng)
    radius = np.sqrt(rng.uniform(0.01, 1, size=examples))  # the root, or points would crowd in the middle
    angle = 2 * np.pi * turns * radius + np.pi * y
    X = radius * np.vstack([np.cos(angle), np.sin(angle)])
    return X + _noise(X, spread, rng), y


def _two_classes(examples: int) -> Array:
    return np.arange(_whole(examples, "examples")) % 2


def _noise(X: Array, spread: float, rng: np.random.Generator) -> Array:
    if not 0 <= spread < math.inf:
        raise ValueError(f"spread must be a finite number of at least 0; it is {spread!r}")
    return spread * rng.normal(size=X.shape)


# ---------------------------------------------------------------- digits


def digits(dtype: DTypeLike = float) -> tuple[Array, Array]:
    """1797 handwritten digits of 8×8 pixels; they come with the course, nothing is downloaded.

    Parameters
    ----------
    dtype : float64 (default) or float32

    Returns
    -------
    X : array, shape (64, 1797)
        Pixels row by row, 0 (paper) to 1 (ink), in steps of 1/16. `X[:, i].reshape(8, 8)` is an image.
    labels : int64 array, shape (1797,)
        0 … 9.

    Raises
    ------
    ValueError
        If `dtype` is not a floating type.

    References
    ----------
    E. Alpaydin and C. Kaynak (1998), "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository, CC BY 4.0. This is its test part (13 writers), the same images that scikit-learn ships.

    Examples
    --------
    >>> X, labels = digits()
    >>> X.shape, labels[:5]
    ((64, 1797), array([0, 1, 2, 3, 4]))
    """
    if np.dtype(dtype).kind != "f":
        raise ValueError(f"dtype is {np.dtype(dtype)}: pixels are fractions, ask for float32 or float64")
    images, labels = _stored_digits()
    return (images.reshape(len(images), 64).astype(dtype) / 16).T, labels.astype(np.int64)


@cache
def _stored_digits() -> tuple[Array, Array]:
    """The file, read once."""
    with np.load(Path(__file__).parent / "data" / "digits.npz", allow_pickle=False) as stored:
        return stored["images"], stored["labels"]


def split(X: ArrayLike, y: ArrayLike, held_out: float = 0.2, *, rng: Seed) -> Split:
    """Shuffle the examples and hold some out, to be tested on.

    Parameters
    ----------
    X : array, shape (features, examples)
    y : array, shape (examples,), or (outputs, examples) for one-hot columns
    held_out : float, default 0.2
        The share that is held out, above 0 and below 1; rounded to whole examples, at least one on each side.
    rng : int or numpy.random.Generator
        The same seed gives the same split.

    Returns
    -------
    Split
        ``X_train, y_train, X_test, y_test``; copies.

    Raises
    ------
    ValueError
        If `X` and `y` have different numbers of examples, there are fewer than two, `held_out` is out of its
        range, or `rng` is None.

    Examples
    --------
    >>> X_train, y_train, X_test, y_test = split([[1, 2, 3, 4, 5]], [1, 2, 3, 4, 5], rng=0)
    >>> X_train.shape, X_test.shape, bool((X_test[0] == y_test).all())
    ((1, 4), (1, 1), True)
    """
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or y.ndim not in (1, 2) or X.shape[1] != y.shape[-1]:
        raise ValueError(
            f"X has shape {X.shape} and y has shape {y.shape}: X must be (features, examples) and y (examples,) "
            "or (outputs, examples), with as many examples"
        )
    examples = X.shape[1]
    if examples < 2:
        raise ValueError(f"X has shape {X.shape}: at least two examples are needed to hold one out")
    if not 0 < held_out < 1:
        raise ValueError(f"held_out must be above 0 and below 1; it is {held_out!r}")
    count = min(max(round(held_out * examples), 1), examples - 1)
    order = _generator(rng).permutation(examples)
    test, train = order[:count], order[count:]
    return Split(X[:, train], y[..., train], X[:, test], y[..., test])


# ---------------------------------------------------------------- MNIST

_IMAGES, _LABELS = 0x0803, 0x0801  # IDX magic numbers: bytes (08) in three axes, and in one

# Name: (magic number, shape, SHA-256 of the .gz that the mirrors serve, SHA-256 of what it holds).
# What is read is judged by what it holds: the same data packed again is as good.
_MNIST: dict[str, tuple[int, tuple[int, ...], str, str]] = {
    "train-images-idx3-ubyte.gz": (
        _IMAGES,
        (60000, 28, 28),
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels-idx1-ubyte.gz": (
        _LABELS,
        (60000,),
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "t10k-images-idx3-ubyte.gz": (
        _IMAGES,
        (10000, 28, 28),
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "t10k-labels-idx1-ubyte.gz": (
        _LABELS,
        (10000,),
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}
_MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")


def mnist(folder: str | os.PathLike[str] | None = None, *, download: bool = True) -> Split:
    """MNIST: 60 000 handwritten digits to learn from and 10 000 to be tested on, 28×28 pixels each.

    Looked for in this order: `folder`, and nothing else, if it is given; the folder that the environment
    variable NN_DATA names; the user's data folder; a data folder beside the checkout (shared/data). In each, the
    four files lie there themselves or in a folder mnist. If they are nowhere, they are downloaded once (11 MB)
    into `folder` or else the user's data folder.

    Parameters
    ----------
    folder : path, optional
        Where the four files lie: train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
        t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
    download : bool, default True
        Whether missing files may be downloaded.

    Returns
    -------
    Split
        ``X_train, y_train, X_test, y_test``. `X` is float32, shape (784, 60000) and (784, 10000), 0 (paper) to
        1 (ink), every column in one piece of memory; `y` is int64, classes 0 … 9.

    Raises
    ------
    FileNotFoundError
        If the files are nowhere and cannot be downloaded; says what was looked for, where, and what to do.
    ValueError
        If a file is damaged or is not MNIST; names it.

    References
    ----------
    Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits".

    Examples
    --------
    >>> X_train, y_train, X_test, y_test = mnist()      # doctest: +SKIP
    """
    found = _find_mnist(folder) or _download_mnist(folder, download)
    train_images, train_labels, test_images, test_labels = (_read_idx(found / name) for name in _MNIST)
    return Split(_columns(train_images), train_labels, _columns(test_images), test_labels)


def has_mnist(folder: str | os.PathLike[str] | None = None) -> bool:
    """Is MNIST on this computer, so that `mnist(folder)` needs no network? Looks at names, not into files.

    Parameters
    ----------
    folder : path, optional
        As for `mnist`.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_mnist("no/such/folder")
    False
    """
    return _find_mnist(folder) is not None


def _user_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("perceptron-to-backpropagation", appauthor=False))


def _mnist_folders(folder: str | os.PathLike[str] | None) -> list[Path]:
    """Where to look, in order."""
    if folder is not None:
        roots = [Path(folder)]
    else:
        roots = [_user_folder(), Path(__file__).resolve().parents[2] / "shared" / "data"]
        if os.environ.get("NN_DATA"):
            roots.insert(0, Path(os.environ["NN_DATA"]))
    return [place.expanduser() for root in roots for place in (root, root / "mnist")]


def _find_mnist(folder: str | os.PathLike[str] | None) -> Path | None:
    for place in _mnist_folders(folder):
        if all((place / name).is_file() for name in _MNIST):
            return place
    return None


def _download_mnist(folder: str | os.PathLike[str] | None, download: bool) -> Path:
    target = (Path(folder) if folder is not None else _user_folder() / "mnist").expanduser()
    reasons = ["it was asked for without a download"]
    if download:
        reasons = []
        for mirror in _MIRRORS:
            try:
                for name, (_, _, packed, _) in _MNIST.items():
                    _fetch(mirror + name, packed, target)
                return target
            except (OSError, ValueError) as error:  # no network, no such page; another file than expected
                reasons.append(f"{mirror}: {str(error) or type(error).__name__}")
    raise FileNotFoundError(
        "MNIST is not on this computer.\n"
        f"Looked for: {', '.join(_MNIST)}\n"
        f"in: {', '.join(map(str, _mnist_folders(folder)))}\n"
        f"Not downloaded: {'; '.join(reasons)}\n"
        "What to do: connect to the internet and try again; or get the four files elsewhere (each is at "
        f"{_MIRRORS[0]} and its name), put them in one folder, and set the environment variable NN_DATA to that "
        "folder or call mnist(folder)."
    )


def _fetch(url: str, sha256: str, target: Path) -> None:
    import pooch

    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("ERROR")  # pooch reports its progress on stderr, which would be kept in the notebook
    try:
        pooch.retrieve(
            url,
            known_hash=f"sha256:{sha256}",
            fname=url.rsplit("/", 1)[1],
            path=target,
            downloader=pooch.HTTPDownloader(progressbar=False, timeout=30),
        )
    finally:
        logger.setLevel(level)


def _read_idx(path: Path) -> Array:
    """The numbers of one IDX file: a magic number, the length of each axis (big-endian), then one byte each."""
    magic, shape, _, sha256 = _MNIST[path.name]
    repair = "delete it and call mnist() again"
    try:
        with gzip.open(path) as file:
            content = file.read()
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"{path} is damaged or cut short ({error}): {repair}") from error
    start = 4 + 4 * len(shape)
    header = np.frombuffer(content[:start], ">u4") if len(content) >= start else np.zeros(0)
    if header.tolist() != [magic, *shape]:
        raise ValueError(
            f"{path} does not begin as it should: expected magic number {magic} and axes {shape}, "
            f"found {content[:start].hex(' ', 4) or 'nothing'}: {repair}"
        )
    if len(content) != start + math.prod(shape):
        raise ValueError(f"{path} holds {len(content)} bytes instead of {start + math.prod(shape)}: {repair}")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{path} has the right form but does not hold MNIST's {path.stem}: {repair}")
    values = np.frombuffer(content, np.uint8, offset=start).reshape(shape)
    return values if len(shape) > 1 else values.astype(np.int64)


def _columns(images: Array) -> Array:
    # The transpose is a view: each image stays in one piece, which learning one example at a time needs.
    return (images.reshape(len(images), -1) / np.float32(255)).T


# ---------------------------------------------------------------- looking at what was given


def _whole(value: Any, name: str) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1; it is {value!r}")
    return int(value)


def _generator(rng: Seed) -> np.random.Generator:
    if rng is None:
        raise ValueError("rng is None: give a seed or a numpy Generator, so that the same data can be made again")
    return np.random.default_rng(rng)
