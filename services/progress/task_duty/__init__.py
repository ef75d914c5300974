"""What a co-lead owes for a task: the clock of the task in the ledger of deadlines."""
