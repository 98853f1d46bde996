"""Packages that can be called by their own name: ``corredor.report(...)`` is a package and a function."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any


def callable_package(package: str, function: str) -> None:
    """Let a package be called as one of its functions, which is loaded when it is.

    Args:
        package: full name of a package that is loaded.
        function: full name of a function, ``package.module.name``.
    """
    module, _, name = function.rpartition(".")

    class CallablePackage(types.ModuleType):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return getattr(importlib.import_module(module), name)(*args, **kwargs)

    sys.modules[package].__class__ = CallablePackage
