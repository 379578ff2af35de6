"""Reading our own store without the two round trips that begin and end a transaction."""

from functools import lru_cache

from sqlalchemy import Engine


@lru_cache(maxsize=4)
def read_apart(engine: Engine) -> Engine:
    """Return the engine for statements that each are a transaction: none is begun or ended for them.

    What one statement sees another one need not: where two have to agree, and wherever something
    is locked or written, it is a transaction of `engine`.
    """
    return engine.execution_options(isolation_level="AUTOCOMMIT")
