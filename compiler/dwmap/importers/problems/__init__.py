"""The rules of imports, one file each: tables, keys, columns and plans that are wrong or leave something open."""

from dwmap.importers.problems.ambiguous_date import AmbiguousDate
from dwmap.importers.problems.broken_key_file import BrokenKeyFile
from dwmap.importers.problems.broken_map_json import BrokenMapJson
from dwmap.importers.problems.broken_metadata import BrokenMetadata
from dwmap.importers.problems.broken_path import BrokenPath
from dwmap.importers.problems.broken_plan import BrokenPlan
from dwmap.importers.problems.broken_row import BrokenRow
from dwmap.importers.problems.broken_rule import BrokenRule
from dwmap.importers.problems.broken_schema import BrokenSchema
from dwmap.importers.problems.broken_table import BrokenTable
from dwmap.importers.problems.broken_value_pair import BrokenValuePair
from dwmap.importers.problems.column_not_in_schema import ColumnNotInSchema
from dwmap.importers.problems.conflicting_key import ConflictingKey
from dwmap.importers.problems.contradicted_type import ContradictedType
from dwmap.importers.problems.empty_solution import EmptySolution
from dwmap.importers.problems.kept_version import KeptVersion
from dwmap.importers.problems.left_out_component import LeftOutComponent
from dwmap.importers.problems.left_out_metadata import LeftOutMetadata
from dwmap.importers.problems.meaningless_row import MeaninglessRow
from dwmap.importers.problems.misfit_map_type import MisfitMapType
from dwmap.importers.problems.missing_key import MissingKey
from dwmap.importers.problems.no_mapping_table import NoMappingTable
from dwmap.importers.problems.not_in_metadata import NotInMetadata
from dwmap.importers.problems.number_for_symbol import NumberForSymbol
from dwmap.importers.problems.one_way_value import OneWayValue
from dwmap.importers.problems.overlong_line import OverlongLine
from dwmap.importers.problems.refused_archive import RefusedArchive
from dwmap.importers.problems.refused_rule import RefusedRule
from dwmap.importers.problems.repeated_filter import RepeatedFilter
from dwmap.importers.problems.repeated_map import RepeatedMap
from dwmap.importers.problems.repeated_solution import RepeatedSolution
from dwmap.importers.problems.repeated_value import RepeatedValue
from dwmap.importers.problems.several_values import SeveralValues
from dwmap.importers.problems.table_without_heading import TableWithoutHeading
from dwmap.importers.problems.unknown_candidate import UnknownCandidate
from dwmap.importers.problems.unknown_column_type import UnknownColumnType
from dwmap.importers.problems.unknown_in_plan import UnknownInPlan
from dwmap.importers.problems.unknown_map_type import UnknownMapType
from dwmap.importers.problems.unknown_metadata import UnknownMetadata
from dwmap.importers.problems.unmapped_key_part import UnmappedKeyPart
from dwmap.importers.problems.unreadable_source import UnreadableSource
from dwmap.importers.problems.unresolved_lookup import UnresolvedLookup
from dwmap.importers.problems.unsayable_type import UnsayableType

__all__ = [
    "AmbiguousDate",
    "BrokenKeyFile",
    "BrokenMapJson",
    "BrokenMetadata",
    "BrokenPath",
    "BrokenPlan",
    "BrokenRow",
    "BrokenRule",
    "BrokenSchema",
    "BrokenTable",
    "BrokenValuePair",
    "ColumnNotInSchema",
    "ConflictingKey",
    "ContradictedType",
    "EmptySolution",
    "KeptVersion",
    "LeftOutComponent",
    "LeftOutMetadata",
    "MeaninglessRow",
    "MisfitMapType",
    "MissingKey",
    "NoMappingTable",
    "NotInMetadata",
    "NumberForSymbol",
    "OneWayValue",
    "OverlongLine",
    "RefusedArchive",
    "RefusedRule",
    "RepeatedFilter",
    "RepeatedMap",
    "RepeatedSolution",
    "RepeatedValue",
    "SeveralValues",
    "TableWithoutHeading",
    "UnknownCandidate",
    "UnknownColumnType",
    "UnknownInPlan",
    "UnknownMapType",
    "UnknownMetadata",
    "UnmappedKeyPart",
    "UnreadableSource",
    "UnresolvedLookup",
    "UnsayableType",
]
