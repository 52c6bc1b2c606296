"""Which files are in progress at the demonstration clerk's centre: at least one in every state."""

from typing import NamedTuple

from caseflow.applications.states import Assistance
from seeds.demonstration.fates import (
    BEGINNING,
    Step,
    approve,
    ask,
    charge,
    extend,
    give_up,
    pay_cash,
    propose,
    receive,
    refuse,
    reject,
    supply,
    withdraw,
)

SELF, HELPED, TYPED = Assistance.SELF, Assistance.ASSISTED, Assistance.STAFF
BIRTH, EXTRACT, MARITAL, BUSINESS = "1.001193", "2.000635", "1.004873", "1.001612"
STAY, RESIDENCE, PENSION, LAND = "1.004194", "1.004222", "1.014027", "1.013831"
COPIES = "2.000815"


class LiveFile(NamedTuple):
    """Filed so many days ago, how, and the deeds since; `mine` are of the account `citizen`."""

    procedure: str
    days_ago: int
    steps: tuple[Step, ...]
    assistance: Assistance = SELF
    mine: bool = False

    @property
    def key(self) -> str:
        """No two files here are of one procedure and day."""
        return f"demonstration {self.procedure} {self.days_ago}"


UNDER_WAY = (
    LiveFile(BIRTH, 1, (), mine=True),
    LiveFile(MARITAL, 1, ()),
    LiveFile(COPIES, 1, (), TYPED),
    LiveFile(EXTRACT, 2, (), HELPED),
    LiveFile(STAY, 4, ()),
    LiveFile(RESIDENCE, 2, (receive,), mine=True),
    LiveFile(PENSION, 3, (receive,), TYPED),
    LiveFile(MARITAL, 2, (receive,), HELPED),
    LiveFile(BUSINESS, 9, (receive,)),
    LiveFile(LAND, 5, BEGINNING, mine=True),
    LiveFile(RESIDENCE, 4, BEGINNING, TYPED),
    LiveFile(PENSION, 6, (*BEGINNING, propose)),
    LiveFile(PENSION, 12, (*BEGINNING, extend), HELPED),
    LiveFile(MARITAL, 15, BEGINNING),
    LiveFile(STAY, 20, (*BEGINNING, propose), TYPED),
    LiveFile(RESIDENCE, 18, (*BEGINNING, ask, supply)),
    LiveFile(BUSINESS, 5, (*BEGINNING, charge, pay_cash), TYPED),
    LiveFile(MARITAL, 5, (*BEGINNING, ask), mine=True),
    LiveFile(BUSINESS, 3, (ask,)),
    LiveFile(PENSION, 8, (*BEGINNING, ask), TYPED),
    LiveFile(BUSINESS, 4, (*BEGINNING, charge), mine=True),
    LiveFile(LAND, 7, (*BEGINNING, charge), TYPED),
    LiveFile(STAY, 6, (refuse,), mine=True),
    LiveFile(BIRTH, 9, (refuse,), HELPED),
    LiveFile(EXTRACT, 7, (withdraw,), mine=True),
    LiveFile(RESIDENCE, 10, (receive, withdraw)),
    LiveFile(MARITAL, 30, (*BEGINNING, ask, give_up), mine=True),
    LiveFile(BUSINESS, 32, (*BEGINNING, charge, give_up), TYPED),
)
#: Decided, for the `issuing` follower to sign.
TO_ISSUE = (
    LiveFile(EXTRACT, 3, (*BEGINNING, approve), mine=True),
    LiveFile(MARITAL, 6, (*BEGINNING, approve)),
    LiveFile(BUSINESS, 6, (*BEGINNING, charge, pay_cash, approve), TYPED),
    LiveFile(RESIDENCE, 9, (*BEGINNING, propose, reject), HELPED),
)
TO_RETURN = (
    LiveFile(BIRTH, 8, (*BEGINNING, approve), mine=True),
    LiveFile(STAY, 9, (*BEGINNING, propose, approve), mine=True),
    LiveFile(EXTRACT, 10, (*BEGINNING, approve)),
    LiveFile(COPIES, 12, (*BEGINNING, approve), TYPED),
    LiveFile(MARITAL, 14, (*BEGINNING, approve), HELPED),
    LiveFile(PENSION, 25, (*BEGINNING, ask, supply, approve)),
)
#: Decided a moment ago; the next run of the follower signs them too.
JUST_DECIDED = (
    LiveFile(MARITAL, 3, (*BEGINNING, propose, approve)),
    LiveFile(STAY, 3, (*BEGINNING, reject), TYPED),
)
