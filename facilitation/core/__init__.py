"""The protocol of the driegesprek, pure: see README.md in this folder."""
