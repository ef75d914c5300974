"""The supplementary form (Annex 2, 补报): how a unit applies after the cut-off."""
