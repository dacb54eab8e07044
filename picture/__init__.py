"""The picture of a stack's network: what is drawn, as Graphviz's SVG and as Mermaid's text; asks nobody."""
