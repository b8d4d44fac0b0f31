"""What is claimed about speed and about learning, runnable by anyone.

python -m benchmarks            speed: a table side by side, kept in benchmarks/results.md
python -m benchmarks.facts      what the lessons quote, kept in benchmarks/facts.md (needs MNIST)
"""

import os

# One thread each, decided before numpy is loaded: at these sizes two gain nothing, and on a busy machine they wait
# for each other 15 to 25 times as long as they work.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_name] = "1"
