"""Real PostgreSQL and NATS servers that live and die with one process of ours."""
