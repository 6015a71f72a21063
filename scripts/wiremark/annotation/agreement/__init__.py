"""How far two annotators agree: `compare` two passes; what each figure means stands at the function that makes it.

alignment.py settles whose record is whose, layers.py measures each layer, properties.py each attribute and each rule of
the guidelines, compare.py puts all together, tables.py lays it out beside the aims of aims.py; the formulas are in
measures.py and clustering.py. published.py says which passes are compared, and where the report of it stands.
"""

from wiremark.annotation.agreement.compare import compare
from wiremark.annotation.agreement.tables import extent, heading, tables

__all__ = ["compare", "extent", "heading", "tables"]
