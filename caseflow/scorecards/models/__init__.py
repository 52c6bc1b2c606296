from caseflow.scorecards.models.aims import Baseline, BaselineExclusion, BaselineLine, Target
from caseflow.scorecards.models.lights import Assessment, Criterion, LightRule
from caseflow.scorecards.models.registers import DocumentCount, Training
from caseflow.scorecards.models.revisions import Revision
from caseflow.scorecards.models.rules import ScoreBand, ScoringRule

__all__ = [
    "Assessment",
    "Baseline",
    "BaselineExclusion",
    "BaselineLine",
    "Criterion",
    "DocumentCount",
    "LightRule",
    "Revision",
    "ScoreBand",
    "ScoringRule",
    "Target",
    "Training",
]
