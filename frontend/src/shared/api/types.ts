import type { components, paths } from './schema.gen';

type Schemas = components['schemas'];

/** Names of the contract used across features; the shapes come from the generated document. */
export type Problem = Schemas['Problem'];
export type ProblemCode = Schemas['ErrorCode'];
export type Me = Schemas['MeView'];
export type Capacity = Schemas['MyCapacity'];
export type SignIn = Schemas['SessionView'];
export type Department = Schemas['DepartmentView'];
export type Center = Schemas['CenterView'];
export type CaseView = Schemas['CaseView'];
export type CaseSummary = Schemas['CaseSummary'];
export type CaseStatus = Schemas['CaseStatus'];
export type CaseEvent = Schemas['EventView'];
export type CaseParty = Schemas['PartyView'];
export type CaseClock = Schemas['ClockView'];
export type CaseReferral = Schemas['ReferralView'];
export type CaseCounts = Schemas['QueueFigures'];
export type TimeUse = Schemas['TimeUseView'];
export type SimilarCase = Schemas['SimilarCase'];
export type RegisterCase = Schemas['RegisterCaseRequest'];
export type TimeLeft = Schemas['TimeLeftView'];

export type CaseListQuery = NonNullable<paths['/api/v1/cases']['get']['parameters']['query']>;
export type CalendarDay = Schemas['DayView'];
export type TimeLimitRule = Schemas['TimeLimitRuleView'];
export type ImportCalendar = Schemas['ImportCalendarRequest'];
export type PublishTimeLimitRule = Schemas['PublishTimeLimitRuleRequest'];
export type LimitChange = Schemas['LimitChangeView'];
export type LimitChangeItem = Schemas['LimitChangeItemView'];
export type Person = Schemas['PersonView'];
export type User = Schemas['UserView'];
export type Feedback = Schemas['FeedbackView'];
export type NewCapacity = Schemas['GrantCapacityRequest'];
export type AnswerFeedback = Schemas['AnswerFeedbackRequest'];
export type OtpSecret = Schemas['OtpSecretView'];
export type UserWithPassword = Schemas['UserWithPasswordView'];
export type AuditEntry = Schemas['AuditEntryView'];
export type AuditQuery = NonNullable<paths['/api/v1/audit/entries']['get']['parameters']['query']>;
export type BulkReport = Schemas['BulkReport'];
export type BulkRow = Schemas['BulkRow'];
export type SavedView = Schemas['SavedView'];
export type SaveView = Schemas['SaveViewRequest'];
export type PartyField = Schemas['PartyField'];

export type AutomationRule = Schemas['AutomationRuleView'];
export type AutomationRun = Schemas['AutomationRunView'];
export type RuleVersion = Schemas['RuleVersionView'];
export type RuleDefinition = Schemas['RuleDefinition'];
export type RuleTrigger = Schemas['RuleTrigger'];
export type ConditionNode = Schemas['ConditionNode'];
export type RuleAction = Schemas['RuleAction'];
export type RuleMatch = Schemas['RuleMatch'];
export type RuleMatches = Schemas['RuleMatches'];
export type RulePreview = Schemas['AutomationPreviewView'];
export type PreviewRule = Schemas['PreviewAutomationRuleRequest'];
export type RuleState = Schemas['AutomationRuleState'];
export type RunOutcome = Schemas['RunOutcome'];
export type Routing = Schemas['RoutingView'];
export type LateCase = Schemas['LateCase'];
export type LateQuery = NonNullable<paths['/api/v1/cases/late']['get']['parameters']['query']>;
export type Oversight = Schemas['OversightView'];
export type Precedent = Schemas['PrecedentView'];
export type Visit = Schemas['VisitView'];
export type VisitQuery = NonNullable<paths['/api/v1/visits']['get']['parameters']['query']>;
export type NoteVisit = Schemas['NoteVisitRequest'];

export type Notice = Schemas['NoticeView'];
export type NoticePreferences = Schemas['PreferencesView'];
export type NoticeChannel = Schemas['ChannelView'];
export type NoticeListQuery = NonNullable<paths['/api/v1/notices']['get']['parameters']['query']>;
export type Substitution = Schemas['SubstitutionView'];
export type NewSubstitution = Schemas['SetSubstituteRequest'];

export type SupervisionOrder = Schemas['SupervisionOrderView'];
export type SupervisionOrderSummary = Schemas['SupervisionOrderSummary'];
export type LadderLimit = Schemas['LadderLimitView'];
export type IssueSupervisionOrders = Schemas['IssueSupervisionOrdersRequest'];
export type SupervisionPreview = Schemas['SupervisionOrdersPreview'];
export type SupervisionBulletin = Schemas['BulletinView'];
export type SupervisionOrderQuery = NonNullable<
  paths['/api/v1/supervision-orders']['get']['parameters']['query']
>;
export type LadderQuery = NonNullable<
  paths['/api/v1/supervision-orders/ladder']['get']['parameters']['query']
>;

export type Attachment = Schemas['AttachmentView'];
export type AddAttachment = Schemas['AddAttachmentRequest'];
export type Dossier = Schemas['DossierView'];
export type DossierDocument = Schemas['DossierDocument'];
export type DossierItem = Schemas['DossierItem'];
