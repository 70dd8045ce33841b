"""Open a submission in JupyterLab with a kernel that runs its code in the sandbox alone."""
