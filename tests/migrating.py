"""``python -m tests.migrating migrate``: Django's commands; migrations take a fifth of their time.

At every step Django makes the classes of all models anew that are related to the changed one, and
ours are all related. The statements need only the changed one; they are the same either way.
`make run` and `bin/manage` migrate as Django does.
"""

import sys

from django.core.management import execute_from_command_line
from django.db.migrations.state import ProjectState


def reload_one(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    # Whoever runs Python in a migration has all classes made anew first.
    state.is_delayed = True
    if "apps" in vars(state):
        state._reload({(app_label, model_name)})


def hasten() -> None:
    ProjectState.reload_model = reload_one


if __name__ == "__main__":
    hasten()
    execute_from_command_line(sys.argv)
