from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Remembered(Generic[Asked, Answer]):
    """A question whose answers this process keeps for a while; exceptions are not kept.

    For what changes rarely and is asked at each request. Callers share an answer: they must not
    change it.
    """

    def __init__(self, ask: Callable[Asked, Answer], seconds: Callable[[], float]) -> None:
        self.ask, self.seconds = ask, seconds
        self.answers: dict[Hashable, tuple[float, Answer]] = {}

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        question = (args, tuple(kwargs.items()))
        good_until, answer = self.answers.get(question, (0.0, None))
        if answer is None or good_until < monotonic():
            answer = self.ask(*args, **kwargs)
            self.answers[question] = (monotonic() + self.seconds(), answer)
        return answer

    def forget(self) -> None:
        self.answers.clear()


def remembered(
    seconds: Callable[[], float],
) -> Callable[[Callable[Asked, Answer]], Remembered[Asked, Answer]]:
    def decorate(ask: Callable[Asked, Answer]) -> Remembered[Asked, Answer]:
        return Remembered(ask, seconds)

    return decorate
