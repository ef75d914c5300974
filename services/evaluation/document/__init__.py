"""The papers of the judgement: score sheets, results, points."""
