"""Networks of units that form a directed acyclic graph (DAG): as data, as boolean functions, and differentiated.

`graph` holds the network as data, its order and its evaluation; `boolean` builds networks for truth tables and
adders; `smallest` finds the fewest perceptrons; `backprop` blames every node and weight; `shapes` makes ladders,
layers and random DAGs; `drawing` draws. All their public names are here:

>>> from utils import network
>>> xor = network.from_truth_table([0, 1, 1, 0])
>>> network.evaluate(xor, [[0, 0, 1, 1],
...                        [0, 1, 0, 1]])
array([[0, 1, 1, 0]])
"""

from utils.network.backprop import Gradients, backward, count_paths, forward, path_sum_gradient, paths
from utils.network.boolean import (
    at_least,
    from_decision_diagram,
    from_halves,
    from_nands,
    from_truth_table,
    full_adder,
    gate,
    half_adder,
    majority_table,
    multiplexer_table,
    parity_chain,
    parity_counting,
    parity_layered,
    parity_table,
    price,
    random_table,
    ripple_carry_adder,
)
from utils.network.drawing import describe, draw
from utils.network.graph import (
    ACTIVATIONS,
    Engine,
    Network,
    Unit,
    by_name,
    evaluate,
    from_arrays,
    from_units,
    is_topological_order,
    topological_order,
)
from utils.network.shapes import diamonds, from_layers, ladder, random_dag
from utils.network.smallest import minimum_units, smallest, threshold_functions

__all__ = [
    "ACTIVATIONS",
    "Engine",
    "Gradients",
    "Network",
    "Unit",
    "at_least",
    "backward",
    "by_name",
    "count_paths",
    "describe",
    "diamonds",
    "draw",
    "evaluate",
    "forward",
    "from_arrays",
    "from_decision_diagram",
    "from_halves",
    "from_layers",
    "from_nands",
    "from_truth_table",
    "from_units",
    "full_adder",
    "gate",
    "half_adder",
    "is_topological_order",
    "ladder",
    "majority_table",
    "minimum_units",
    "multiplexer_table",
    "parity_chain",
    "parity_counting",
    "parity_layered",
    "parity_table",
    "path_sum_gradient",
    "paths",
    "price",
    "random_dag",
    "random_table",
    "ripple_carry_adder",
    "smallest",
    "threshold_functions",
    "topological_order",
]
