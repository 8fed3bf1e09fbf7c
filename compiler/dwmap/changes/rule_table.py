"""Every change rule, a file each, in the order in which they are asked: the first that judges a change does."""

from __future__ import annotations

from typing import Final

from dwmap.changes.rule import ChangeRule
from dwmap.changes.rules.access_changed import AccessChanged
from dwmap.changes.rules.action_changed import ActionChanged
from dwmap.changes.rules.active_version_differs import ActiveVersionDiffers
from dwmap.changes.rules.alert_differs import AlertDiffers
from dwmap.changes.rules.alternate_key_missing import AlternateKeyMissing
from dwmap.changes.rules.bootstrap_changed import BootstrapChanged
from dwmap.changes.rules.column_differs import ColumnDiffers
from dwmap.changes.rules.column_missing import ColumnMissing
from dwmap.changes.rules.company_changed import CompanyChanged
from dwmap.changes.rules.company_not_expected import CompanyNotExpected
from dwmap.changes.rules.company_not_linked import CompanyNotLinked
from dwmap.changes.rules.company_pair_implied import CompanyPairImplied
from dwmap.changes.rules.condition_changed import ConditionChanged
from dwmap.changes.rules.confidence_changed import ConfidenceChanged
from dwmap.changes.rules.conflict_policy_changed import ConflictPolicyChanged
from dwmap.changes.rules.cycle_introduced import CycleIntroduced
from dwmap.changes.rules.declaration_added import DeclarationAdded
from dwmap.changes.rules.declaration_removed import DeclarationRemoved
from dwmap.changes.rules.default_changed import DefaultChanged
from dwmap.changes.rules.delete_policy_changed import DeletePolicyChanged
from dwmap.changes.rules.dependency_added import DependencyAdded
from dwmap.changes.rules.dependency_changed import DependencyChanged
from dwmap.changes.rules.dependency_removed import DependencyRemoved
from dwmap.changes.rules.direction_flipped import DirectionFlipped
from dwmap.changes.rules.direction_narrowed import DirectionNarrowed
from dwmap.changes.rules.direction_widened import DirectionWidened
from dwmap.changes.rules.documentation_changed import DocumentationChanged
from dwmap.changes.rules.endpoint_changed import EndpointChanged
from dwmap.changes.rules.entity_key_changed import EntityKeyChanged
from dwmap.changes.rules.entries_reordered import EntriesReordered
from dwmap.changes.rules.entry_added import EntryAdded
from dwmap.changes.rules.entry_changed import EntryChanged
from dwmap.changes.rules.entry_removed import EntryRemoved
from dwmap.changes.rules.example_changed import ExampleChanged
from dwmap.changes.rules.fact_not_told import FactNotTold
from dwmap.changes.rules.fallback_changed import FallbackChanged
from dwmap.changes.rules.field_added import FieldAdded
from dwmap.changes.rules.field_removed import FieldRemoved
from dwmap.changes.rules.filter_field_written import FilterFieldWritten
from dwmap.changes.rules.filter_incomparable import FilterIncomparable
from dwmap.changes.rules.filter_narrowed import FilterNarrowed
from dwmap.changes.rules.filter_rewritten import FilterRewritten
from dwmap.changes.rules.filter_widened import FilterWidened
from dwmap.changes.rules.integration_key_differs import IntegrationKeyDiffers
from dwmap.changes.rules.key_part_added import KeyPartAdded
from dwmap.changes.rules.key_part_changed import KeyPartChanged
from dwmap.changes.rules.key_part_removed import KeyPartRemoved
from dwmap.changes.rules.key_transform_changed import KeyTransformChanged
from dwmap.changes.rules.law_broken import LawBroken
from dwmap.changes.rules.leave_policy_changed import LeavePolicyChanged
from dwmap.changes.rules.limit_crossed import LimitCrossed
from dwmap.changes.rules.line_added import LineAdded
from dwmap.changes.rules.line_removed import LineRemoved
from dwmap.changes.rules.line_retargeted import LineRetargeted
from dwmap.changes.rules.line_transform_changed import LineTransformChanged
from dwmap.changes.rules.lines_reordered import LinesReordered
from dwmap.changes.rules.lookup_key_changed import LookupKeyChanged
from dwmap.changes.rules.loss_accepted import LossAccepted
from dwmap.changes.rules.map_added import MapAdded
from dwmap.changes.rules.map_not_deployed import MapNotDeployed
from dwmap.changes.rules.map_not_in_specs import MapNotInSpecs
from dwmap.changes.rules.map_removed import MapRemoved
from dwmap.changes.rules.map_renamed import MapRenamed
from dwmap.changes.rules.map_state_differs import MapStateDiffers
from dwmap.changes.rules.map_unreadable import MapUnreadable
from dwmap.changes.rules.mask_changed import MaskChanged
from dwmap.changes.rules.master_differs import MasterDiffers
from dwmap.changes.rules.member_added import MemberAdded
from dwmap.changes.rules.member_recoded import MemberRecoded
from dwmap.changes.rules.member_removed import MemberRemoved
from dwmap.changes.rules.members_reordered import MembersReordered
from dwmap.changes.rules.moved import Moved
from dwmap.changes.rules.newer_version_there import NewerVersionThere
from dwmap.changes.rules.null_policy_changed import NullPolicyChanged
from dwmap.changes.rules.options_differ import OptionsDiffer
from dwmap.changes.rules.order_against_plan import OrderAgainstPlan
from dwmap.changes.rules.order_changed import OrderChanged
from dwmap.changes.rules.order_differs import OrderDiffers
from dwmap.changes.rules.other_change import OtherChange
from dwmap.changes.rules.owner_changed import OwnerChanged
from dwmap.changes.rules.owning_team_differs import OwningTeamDiffers
from dwmap.changes.rules.project_renamed import ProjectRenamed
from dwmap.changes.rules.rename_forgotten import RenameForgotten
from dwmap.changes.rules.renamed import Renamed
from dwmap.changes.rules.requirement_relaxed import RequirementRelaxed
from dwmap.changes.rules.requirement_tightened import RequirementTightened
from dwmap.changes.rules.retired_field_changed import RetiredFieldChanged
from dwmap.changes.rules.rewritten import Rewritten
from dwmap.changes.rules.solution_changed import SolutionChanged
from dwmap.changes.rules.state_row_changed import StateRowChanged
from dwmap.changes.rules.status_changed import StatusChanged
from dwmap.changes.rules.system_changed import SystemChanged
from dwmap.changes.rules.table_changed import TableChanged
from dwmap.changes.rules.table_missing import TableMissing
from dwmap.changes.rules.transform_changed import TransformChanged
from dwmap.changes.rules.transform_type_changed import TransformTypeChanged
from dwmap.changes.rules.transformer_added import TransformerAdded
from dwmap.changes.rules.transformer_removed import TransformerRemoved
from dwmap.changes.rules.type_changed import TypeChanged
from dwmap.changes.rules.type_narrowed import TypeNarrowed
from dwmap.changes.rules.type_widened import TypeWidened
from dwmap.changes.rules.value_map_comparison_changed import ValueMapComparisonChanged
from dwmap.changes.rules.variant_changed import VariantChanged
from dwmap.changes.rules.version_changed import VersionChanged
from dwmap.changes.rules.version_not_deployed import VersionNotDeployed
from dwmap.changes.rules.version_step_missing import VersionStepMissing
from dwmap.changes.rules.version_step_too_small import VersionStepTooSmall
from dwmap.changes.rules.version_went_back import VersionWentBack
from dwmap.changes.rules.winner_changed import WinnerChanged

RULES: Final[tuple[type[ChangeRule], ...]] = (
    KeyTransformChanged,
    MapRenamed,
    Renamed,
    RenameForgotten,
    DocumentationChanged,
    OwnerChanged,
    VersionChanged,
    Moved,
    MapAdded,
    MapRemoved,
    EndpointChanged,
    StatusChanged,
    ConflictPolicyChanged,
    DeletePolicyChanged,
    LeavePolicyChanged,
    RetiredFieldChanged,
    LineAdded,
    LineRemoved,
    LineRetargeted,
    DirectionNarrowed,
    DirectionWidened,
    DirectionFlipped,
    DefaultChanged,
    NullPolicyChanged,
    WinnerChanged,
    ConditionChanged,
    LineTransformChanged,
    LossAccepted,
    LinesReordered,
    CompanyPairImplied,
    EntryAdded,
    EntryRemoved,
    EntryChanged,
    FallbackChanged,
    ValueMapComparisonChanged,
    EntriesReordered,
    TransformChanged,
    StateRowChanged,
    TransformTypeChanged,
    TransformerAdded,
    TransformerRemoved,
    FieldAdded,
    FieldRemoved,
    TypeNarrowed,
    TypeWidened,
    TypeChanged,
    RequirementTightened,
    RequirementRelaxed,
    AccessChanged,
    MemberAdded,
    MemberRemoved,
    MemberRecoded,
    MembersReordered,
    ConfidenceChanged,
    MaskChanged,
    TableChanged,
    DeclarationAdded,
    DeclarationRemoved,
    KeyPartAdded,
    KeyPartRemoved,
    KeyPartChanged,
    CompanyChanged,
    LookupKeyChanged,
    EntityKeyChanged,
    FilterNarrowed,
    FilterWidened,
    FilterIncomparable,
    FilterRewritten,
    DependencyAdded,
    DependencyRemoved,
    DependencyChanged,
    FilterFieldWritten,
    LawBroken,
    LimitCrossed,
    VersionStepMissing,
    VersionStepTooSmall,
    VersionWentBack,
    CycleIntroduced,
    OrderChanged,
    SystemChanged,
    SolutionChanged,
    VariantChanged,
    ActionChanged,
    BootstrapChanged,
    ExampleChanged,
    Rewritten,
    ProjectRenamed,
    ActiveVersionDiffers,
    AlertDiffers,
    AlternateKeyMissing,
    ColumnDiffers,
    ColumnMissing,
    CompanyNotExpected,
    CompanyNotLinked,
    FactNotTold,
    IntegrationKeyDiffers,
    MapNotDeployed,
    MapNotInSpecs,
    MapStateDiffers,
    MapUnreadable,
    MasterDiffers,
    NewerVersionThere,
    OptionsDiffer,
    OrderAgainstPlan,
    OrderDiffers,
    OwningTeamDiffers,
    TableMissing,
    VersionNotDeployed,
    OtherChange,
)
