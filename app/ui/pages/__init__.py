"""The pages of the window, one file each; what is large is a folder of the same name."""
