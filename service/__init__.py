"""The service: everything between a newsroom's bytes and its English, but for the models themselves."""
