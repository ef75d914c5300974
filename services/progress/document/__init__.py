"""The papers of a project's work: progress reports, schemes and plans, the ledger's directory."""
