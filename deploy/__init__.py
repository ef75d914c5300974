"""The only Python that knows all services: command line, embedded servers, deployment."""
