"""The papers of a project's work: quarterly reports, schemes and plans, the ledger's directory."""
