"""The workshop page: the real model, tried by several people at once, in their own browsers."""
