"""„Apps zuweisen“: the tab, and the dialog that reviews what it changes."""
