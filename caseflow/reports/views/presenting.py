from caseflow.drawing.views.presenting import present as present
