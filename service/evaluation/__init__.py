"""What Tidings is worth, in figures: one module an evaluation of `tidings evaluate`, each beside its baselines.

Reads development data from a folder (`data`), gives rows (`shape`) that docs/schema.md describes, and shows them
(`table`). May import everything below the doors; sacrebleu and the segmentation libraries only where they are used.
"""

from service.evaluation.evaluate import EVALUATIONS, evaluate
from service.evaluation.shape import Context, Report, Row

__all__ = ["EVALUATIONS", "Context", "Report", "Row", "evaluate"]
