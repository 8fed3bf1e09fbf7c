"""Messages to the user: the model, the mistake types, the printed forms."""

from dwmap.diagnostics.model import Diagnostic, Edit, Fix, Label, Severity
from dwmap.diagnostics.problem import Fixable, Problem, all_problems
from dwmap.diagnostics.report import Report
from dwmap.diagnostics.suggest import did_you_mean, suggest

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "Fixable",
    "Label",
    "Problem",
    "Report",
    "Severity",
    "all_problems",
    "did_you_mean",
    "suggest",
]
