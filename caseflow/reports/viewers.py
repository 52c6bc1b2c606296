from caseflow.indicators.viewers import Viewer as Viewer
from caseflow.indicators.viewers import viewer as viewer
