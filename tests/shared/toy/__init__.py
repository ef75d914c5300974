"""A domain small enough to test the machinery with: counters that go up and down."""
