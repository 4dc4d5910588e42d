"""Quality gates that always run: data written for this project, and floors that a change may not go below."""
