"""The help keys `?` and Tab."""

from emulator.grammar.descriptions import DESCRIPTIONS
from emulator.grammar.match import Token, candidates, tokens_of
from emulator.grammar.tree import Action, Node
from emulator.grammar.types import Value

UNRECOGNIZED = "% Unrecognized command\n"


def help_text(root: Node[Action], typed: str) -> str:
    """Return IOS's answer to `?`: the words that complete the last one, or that can follow."""
    tokens = tokens_of(typed)
    if typed and not typed[-1].isspace() and tokens:
        return _words(root, tokens)
    node = _reach(root, tokens)
    if node is None:
        return UNRECOGNIZED
    rows = [(word, DESCRIPTIONS.get(word, word.capitalize())) for word in sorted(node.words)]
    rows += [(label, DESCRIPTIONS.get(name, name.capitalize())) for (name, _), (label, _, _) in node.arguments.items()]
    rows += [("<cr>", "<cr>")] if node.leaf else []
    width = max((len(word) for word, _ in rows), default=0)
    return "".join(f"  {word:{width}}  {text}\n" for word, text in rows) + "\n"


def _words(root: Node[Action], tokens: list[Token]) -> str:
    node = _reach(root, tokens[:-1])
    found = sorted(word for word in node.words if word.startswith(tokens[-1].text.lower())) if node else []
    return "  ".join(found) + "\n\n" if found else UNRECOGNIZED


def completion(root: Node[Action], typed: str) -> str:
    """Return the text that Tab adds: the rest of the only matching word, and a space."""
    tokens = tokens_of(typed)
    if not tokens or typed[-1].isspace():
        return ""
    node = _reach(root, tokens[:-1])
    words = candidates(node, tokens[-1].text) if node else []
    return words[0][len(tokens[-1].text) :] + " " if len(words) == 1 else ""


def _reach(root: Node[Action], tokens: list[Token]) -> Node[Action] | None:
    """Return the node after these words; None if no command begins with them."""
    node, index = root, 0
    while index < len(tokens):
        words = candidates(node, tokens[index].text)
        if len(words) == 1:
            node, index = node.words[words[0]][1], index + 1
            continue
        reads = [
            (reader([token.text for token in tokens[index:]]), following)
            for _, reader, following in node.arguments.values()
        ]
        fitting = [(read, following) for read, following in reads if isinstance(read, Value)]
        if words or not fitting:
            return None
        node, index = fitting[0][1], index + fitting[0][0].consumed
    return node
