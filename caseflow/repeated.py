class Repeated(str):
    """SQL that every deed says again: PostgreSQL keeps its plan (see `config/postgresql`).

    For statements whose best plan does not hang on their values. All others are planned for the
    values they come with, because a plan for any values is a bad one for lists of hundreds of them.
    """

    __slots__ = ()
