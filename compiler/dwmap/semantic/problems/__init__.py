"""The rules of this phase: one file each, in the folder of its topic."""

from dwmap.semantic.problems.filters.inexpressible_filter import InexpressibleFilter
from dwmap.semantic.problems.keys.key_one_way import KeyOneWay
from dwmap.semantic.problems.keys.key_unmapped import KeyUnmapped
from dwmap.semantic.problems.keys.lookup_key_unmapped import LookupKeyUnmapped
from dwmap.semantic.problems.keys.split_company import SplitCompany
from dwmap.semantic.problems.keys.unkeyed_map import UnkeyedMap
from dwmap.semantic.problems.limits.long_path import LongPath
from dwmap.semantic.problems.limits.many_companies import ManyCompanies
from dwmap.semantic.problems.limits.many_decimals import ManyDecimals
from dwmap.semantic.problems.limits.many_lookups import ManyLookups
from dwmap.semantic.problems.limits.many_rows import ManyRows
from dwmap.semantic.problems.limits.many_values import ManyValues
from dwmap.semantic.problems.limits.untracked_source import UntrackedSource
from dwmap.semantic.problems.limits.virtual_table import VirtualTable
from dwmap.semantic.problems.limits.wide_key import WideKey
from dwmap.semantic.problems.lines.ambiguous_value import AmbiguousValue
from dwmap.semantic.problems.lines.argument_count import ArgumentCount
from dwmap.semantic.problems.lines.backward_line import BackwardLine
from dwmap.semantic.problems.lines.computed_argument import ComputedArgument
from dwmap.semantic.problems.lines.constant_target import ConstantTarget
from dwmap.semantic.problems.lines.duplicate_value import DuplicateValue
from dwmap.semantic.problems.lines.missing_default import MissingDefault
from dwmap.semantic.problems.lines.one_way_only import OneWayOnly
from dwmap.semantic.problems.lines.operator_mismatch import OperatorMismatch
from dwmap.semantic.problems.lines.state_cells import StateCells
from dwmap.semantic.problems.lines.swapped_sides import SwappedSides
from dwmap.semantic.problems.lines.transform_inputs import TransformInputs
from dwmap.semantic.problems.lines.transform_one_way import TransformOneWay
from dwmap.semantic.problems.lines.two_writers import TwoWriters
from dwmap.semantic.problems.lines.unknown_function import UnknownFunction
from dwmap.semantic.problems.lines.unknown_input import UnknownInput
from dwmap.semantic.problems.lines.wrong_result import WrongResult
from dwmap.semantic.problems.names.duplicate_declaration import DuplicateDeclaration
from dwmap.semantic.problems.names.duplicate_member import DuplicateMember
from dwmap.semantic.problems.names.outside_samples import OutsideSamples
from dwmap.semantic.problems.names.renamed_field import RenamedField
from dwmap.semantic.problems.names.shared_folder import SharedFolder
from dwmap.semantic.problems.names.undeclared_entity import UndeclaredEntity
from dwmap.semantic.problems.names.undeclared_field import UndeclaredField
from dwmap.semantic.problems.names.unknown_extension_base import UnknownExtensionBase
from dwmap.semantic.problems.names.unknown_field import UnknownField
from dwmap.semantic.problems.names.unknown_line import UnknownLine
from dwmap.semantic.problems.names.unknown_map import UnknownMap
from dwmap.semantic.problems.names.unknown_member import UnknownMember
from dwmap.semantic.problems.names.unknown_solution import UnknownSolution
from dwmap.semantic.problems.names.unknown_system import UnknownSystem
from dwmap.semantic.problems.names.unknown_transform import UnknownTransform
from dwmap.semantic.problems.names.unknown_type import UnknownType
from dwmap.semantic.problems.names.unknown_variant import UnknownVariant
from dwmap.semantic.problems.names.unused_allow import UnusedAllow
from dwmap.semantic.problems.names.wrong_candidate import WrongCandidate
from dwmap.semantic.problems.names.wrong_system import WrongSystem
from dwmap.semantic.problems.order.declared_cycle import DeclaredCycle
from dwmap.semantic.problems.order.dependency_cycle import DependencyCycle
from dwmap.semantic.problems.order.self_dependency import SelfDependency
from dwmap.semantic.problems.overlays.overlay_conflict import OverlayConflict
from dwmap.semantic.problems.overlays.redundant_overlay import RedundantOverlay
from dwmap.semantic.problems.overlays.requirement_cycle import RequirementCycle
from dwmap.semantic.problems.overlays.solution_too_old import SolutionTooOld
from dwmap.semantic.problems.suspicious.code_into_number import CodeIntoNumber
from dwmap.semantic.problems.suspicious.enum_into_bool import EnumIntoBool
from dwmap.semantic.problems.suspicious.gap_in_codes import GapInCodes
from dwmap.semantic.problems.suspicious.merged_values import MergedValues
from dwmap.semantic.problems.suspicious.misspelt_country import MisspeltCountry
from dwmap.semantic.problems.suspicious.shared_source import SharedSource
from dwmap.semantic.problems.suspicious.spellings_differ import SpellingsDiffer
from dwmap.semantic.problems.suspicious.split_lookup import SplitLookup
from dwmap.semantic.problems.suspicious.unlike_siblings import UnlikeSiblings
from dwmap.semantic.problems.types.create_only_target import CreateOnlyTarget
from dwmap.semantic.problems.types.empty_into_required import EmptyIntoRequired
from dwmap.semantic.problems.types.incompatible_types import IncompatibleTypes
from dwmap.semantic.problems.types.literal_out_of_range import LiteralOutOfRange
from dwmap.semantic.problems.types.lookup_as_value import LookupAsValue
from dwmap.semantic.problems.types.narrower_target import NarrowerTarget
from dwmap.semantic.problems.types.no_inactive_value import NoInactiveValue
from dwmap.semantic.problems.types.no_lookup import NoLookup
from dwmap.semantic.problems.types.readonly_target import ReadonlyTarget
from dwmap.semantic.problems.types.required_target import RequiredTarget
from dwmap.semantic.problems.types.wrong_operand import WrongOperand
from dwmap.semantic.problems.types.wrong_value_type import WrongValueType

__all__ = [
    "AmbiguousValue",
    "ArgumentCount",
    "BackwardLine",
    "CodeIntoNumber",
    "ComputedArgument",
    "ConstantTarget",
    "CreateOnlyTarget",
    "DeclaredCycle",
    "DependencyCycle",
    "DuplicateDeclaration",
    "DuplicateMember",
    "DuplicateValue",
    "EmptyIntoRequired",
    "EnumIntoBool",
    "GapInCodes",
    "IncompatibleTypes",
    "InexpressibleFilter",
    "KeyOneWay",
    "KeyUnmapped",
    "LiteralOutOfRange",
    "LongPath",
    "LookupAsValue",
    "LookupKeyUnmapped",
    "ManyCompanies",
    "ManyDecimals",
    "ManyLookups",
    "ManyRows",
    "ManyValues",
    "MergedValues",
    "MissingDefault",
    "MisspeltCountry",
    "NarrowerTarget",
    "NoInactiveValue",
    "NoLookup",
    "OneWayOnly",
    "OperatorMismatch",
    "OutsideSamples",
    "OverlayConflict",
    "ReadonlyTarget",
    "RedundantOverlay",
    "RenamedField",
    "RequiredTarget",
    "RequirementCycle",
    "SelfDependency",
    "SharedFolder",
    "SharedSource",
    "SolutionTooOld",
    "SpellingsDiffer",
    "SplitCompany",
    "SplitLookup",
    "StateCells",
    "SwappedSides",
    "TransformInputs",
    "TransformOneWay",
    "TwoWriters",
    "UndeclaredEntity",
    "UndeclaredField",
    "UnkeyedMap",
    "UnknownExtensionBase",
    "UnknownField",
    "UnknownFunction",
    "UnknownInput",
    "UnknownLine",
    "UnknownMap",
    "UnknownMember",
    "UnknownSolution",
    "UnknownSystem",
    "UnknownTransform",
    "UnknownType",
    "UnknownVariant",
    "UnlikeSiblings",
    "UntrackedSource",
    "UnusedAllow",
    "VirtualTable",
    "WideKey",
    "WrongCandidate",
    "WrongOperand",
    "WrongResult",
    "WrongSystem",
    "WrongValueType",
]
