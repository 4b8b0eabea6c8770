"""Putting a mutant in force: in functions that are loaded but have not run yet, or before its module is imported."""

import ast
import gc
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

Functions = dict[tuple[str, str], list[FunctionType]]


def loaded_functions(files: Iterable[str]) -> Functions:
    """Every function of some files that exists in this process, by file and dotted name."""
    found: Functions = defaultdict(list)
    wanted = set(files)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in wanted:
            found[thing.__code__.co_filename, thing.__code__.co_qualname].append(thing)
    return found


def swap(functions: Functions, tree: ast.Module, path: str, name: str) -> None:
    """Give every loaded function of that name the code that the tree holds now."""
    made = code_of(compiled(tree, path), name)
    assert made is not None
    for place in functions[path, name]:
        place.__code__ = made


def compiled(tree: ast.Module, path: str) -> CodeType:
    """The code of a tree."""
    made = compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)
    assert isinstance(made, CodeType)
    return made


def code_of(code: CodeType, name: str) -> CodeType | None:
    """The code of the function of that dotted name inside a module's code; of several the last, as Python does."""
    found = None
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found = (inner if inner.co_qualname == name else code_of(inner, name)) or found
    return found


class Mutated(SourceFileLoader):
    """Loads one module from a tree instead of its file; its data beside it stays readable."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, _fullname: str) -> CodeType:
        """The code of the tree."""
        return compiled(self.tree, self.path)


class Finder(MetaPathFinder):
    """Answers for one module before anybody else does."""

    def __init__(self, root: Path, file: str, tree: ast.Module) -> None:
        self.path = root / file
        parts = Path(file).with_suffix("").parts
        self.package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.package else parts)
        self.tree = tree

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The mutated module, if it is the one asked for."""
        if fullname != self.name:
            return None
        inside = [str(self.path.parent)] if self.package else None
        loader = Mutated(fullname, str(self.path), self.tree)
        return spec_from_file_location(fullname, self.path, loader=loader, submodule_search_locations=inside)


def import_mutated(root: Path, file: str, tree: ast.Module) -> None:
    """Make the next import of a file's module load the tree. Meant for a process that has not imported it."""
    finder = Finder(root, file, tree)
    if finder.name in sys.modules:
        raise RuntimeError(f"{finder.name} is already imported: fork a worker first")
    sys.meta_path.insert(0, finder)
