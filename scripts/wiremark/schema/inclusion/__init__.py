"""Set inclusion of JSON Schemas, with a witness: is every value valid under the old schema valid under the new one?"""

from wiremark.schema.inclusion.verdict import Inclusion, included

__all__ = ["Inclusion", "included"]
