"""Who is who in another system: the work list, its match pane, and the pages of the wizard."""
