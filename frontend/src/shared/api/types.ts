import type { components, operations, paths } from './schema.gen';

type Schemas = components['schemas'];

/** Operations of the contract by their names. */
export type OperationName = keyof operations;

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
export type ProcedureRule = Schemas['ProcedureRuleView'];
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

export type Callback = Schemas['CallbackView'];
export type CallbackQuery = NonNullable<paths['/api/v1/callbacks']['get']['parameters']['query']>;
export type Signal = Schemas['SignalView'];
export type SignalQuery = NonNullable<
  paths['/api/v1/callbacks/signals']['get']['parameters']['query']
>;
export type CallbackQuota = Schemas['QuotaView'];
export type SetCallbackQuota = Schemas['SetQuotaRequest'];

export type ReportClosing = Schemas['ReportClosingView'];
export type Report = Schemas['ReportView'];
export type ReportCell = Schemas['ReportCellView'];
export type ReportCode = Schemas['ReportCode'];
export type ReportUnit = Schemas['ReportUnit'];
export type ReportRow = Schemas['ReportRow'];
export type ReportRowQuery = NonNullable<
  paths['/api/v1/reports/{code}/rows']['get']['parameters']['query']
>;
export type ReportKnownAt = NonNullable<ReportRowQuery['known_at']>;
export type ScreeningRow = Schemas['ScreeningRow'];
export type ScreeningQuery = NonNullable<
  paths['/api/v1/reports/screening']['get']['parameters']['query']
>;
export type DataField = Schemas['DataFieldView'];
export type DataFieldQuery = NonNullable<
  paths['/api/v1/data-fields']['get']['parameters']['query']
>;
export type BurdenRow = Schemas['BurdenRow'];
export type BurdenForm = Schemas['BurdenForm'];
export type BurdenQuery = NonNullable<paths['/api/v1/burden']['get']['parameters']['query']>;

export type Notice = Schemas['NoticeView'];
export type NoticePreferences = Schemas['PreferencesView'];
export type NoticeChannel = Schemas['ChannelView'];
export type NoticeListQuery = NonNullable<paths['/api/v1/notices']['get']['parameters']['query']>;
export type Substitution = Schemas['SubstitutionView'];
export type NewSubstitution = Schemas['SetSubstituteRequest'];

export type DocumentKind = Schemas['DocumentKind'];
export type DocumentView = Schemas['DocumentView'];
export type DocumentKindInfo = Schemas['DocumentKindView'];
export type DocumentDraft = Schemas['DocumentDraftView'];
export type DocumentBlock = Schemas['DocumentBlock'];
export type IssueDocument = Schemas['IssueDocumentRequest'];
export type DocumentTemplate = Schemas['DocumentTemplateView'];
export type PublishTemplate = Schemas['PublishDocumentTemplateRequest'];
export type TemplateDefinition = Schemas['TemplateDefinition'];
export type TemplateField = Schemas['TemplateField'];
export type TemplateBlock = Schemas['TemplateBlock'];
export type FormRow = Schemas['FormRow'];
export type TemplateFact = Schemas['DocumentFactView'];
export type DocumentBlockKind = Schemas['DocumentBlockKind'];
export type TextAlign = Schemas['TextAlign'];
export type PreviewFilling = NonNullable<
  NonNullable<
    paths['/api/v1/document-templates/preview']['post']['parameters']['query']
  >['filled_with']
>;

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

export type Mediation = Schemas['MediationView'];
export type MediationSummary = Schemas['MediationSummary'];
export type BookMediation = Schemas['BookMediationRequest'];
export type MediationQuery = NonNullable<paths['/api/v1/mediations']['get']['parameters']['query']>;
export type Room = Schemas['RoomView'];
export type Mediator = Schemas['MediatorView'];
export type NewMediator = Schemas['CreateMediatorRequest'];
export type Agreement = Schemas['AgreementView'];
export type AgreementItem = Schemas['AgreementItemView'];
export type AgreementSummary = Schemas['AgreementSummary'];
export type RecordAgreement = Schemas['RecordAgreementRequest'];
export type AgreementQuery = NonNullable<paths['/api/v1/agreements']['get']['parameters']['query']>;
export type ClockExplanation = Schemas['ClockExplanation'];

export type ReceptionDay = Schemas['ReceptionDayView'];
export type ReceptionAppointment = Schemas['AppointmentView'];
export type Reception = Schemas['ReceptionView'];
export type ReceptionPromise = Schemas['PromiseView'];
export type ReceptionSwap = Schemas['SwapView'];
export type RecordReception = Schemas['RecordReceptionRequest'];
export type PromiseQuery = NonNullable<
  paths['/api/v1/receptions/promises']['get']['parameters']['query']
>;
export type CaseTask = Schemas['CaseTaskView'];
export type CaseTaskQuery = NonNullable<paths['/api/v1/case-tasks']['get']['parameters']['query']>;
export type ReviewMeeting = Schemas['ReviewMeetingView'];
export type MeetingMinutes = Schemas['MeetingMinutesView'];
export type AgendaItem = Schemas['AgendaItemView'];
export type ReviewMeetingQuery = NonNullable<
  paths['/api/v1/review-meetings']['get']['parameters']['query']
>;

export type Attachment = Schemas['AttachmentView'];
export type AddAttachment = Schemas['AddAttachmentRequest'];
export type Dossier = Schemas['DossierView'];
export type DossierDocument = Schemas['DossierDocument'];
export type DossierItem = Schemas['DossierItem'];

export type AddParty = Schemas['AddPartyRequest'];
export type CorrectParty = Schemas['CorrectPartyRequest'];

export type ApplicantNotice = Schemas['ApplicantNoticeView'];
export type TellApplicant = Schemas['TellApplicantRequest'];
export type CaseRights = Schemas['RightsView'];

export type Post = Schemas['PostView'];
export type NewPost = Schemas['CreatePostRequest'];
export type Obligation = Schemas['ObligationView'];
export type NewObligation = Schemas['CreateObligationRequest'];
export type Stationing = Schemas['StationingView'];
export type StationingQuery = NonNullable<
  paths['/api/v1/stationings']['get']['parameters']['query']
>;
export type Leave = Schemas['LeaveView'];
export type NewLeave = Schemas['CreateLeaveRequest'];
export type LeaveQuery = NonNullable<paths['/api/v1/leaves']['get']['parameters']['query']>;
export type Qualification = Schemas['QualificationView'];
export type RotationPlan = Schemas['RotationPlanView'];
export type RotationBoard = Schemas['RotationBoard'];
export type RotationAssignment = Schemas['AssignmentView'];
export type Duty = Schemas['DutyView'];
export type DutyPost = Schemas['DutyPostView'];
export type StandIn = Schemas['StandInView'];
export type StandInCandidates = Schemas['StandInCandidatesView'];
export type NewStandIn = Schemas['CreateStandInRequest'];
export type StandInQuery = NonNullable<
  paths['/api/v1/duty-stand-ins']['get']['parameters']['query']
>;
export type Presence = Schemas['PresenceView'];
export type PresenceQuery = NonNullable<paths['/api/v1/presence']['get']['parameters']['query']>;
export type PresenceRecord = Schemas['PresenceRecordView'];
export type NewPresenceRecord = Schemas['CreatePresenceRecordRequest'];
export type Workstation = Schemas['WorkstationView'];
export type NewWorkstation = Schemas['CreateWorkstationRequest'];
export type Shortfall = Schemas['ShortfallView'];
export type ShortfallQuery = NonNullable<paths['/api/v1/shortfalls']['get']['parameters']['query']>;
export type Coverage = Schemas['CoverageReportView'];
export type RotationJob = Schemas['RotationJobView'];
export type CaseImport = Schemas['ImportView'];
export type ImportMapping = Schemas['ImportMapping'];
export type ImportProblem = Schemas['ImportProblemView'];
export type CaseExport = Schemas['ExportView'];
export type NewExport = Schemas['CreateExportRequest'];
export type ChangedAssignment = Schemas['ChangedAssignment'];
export type ChangedDuty = Schemas['ChangedDuty'];
export type RotationExplanation = Schemas['RotationExplanation'];
export type PersonExplanation = Schemas['PersonExplanation'];
export type PersonLoad = Schemas['LoadView'];
export type ImportedRoster = Schemas['ImportedRoster'];
export type SwapRequest = Schemas['SwapRequestView'];
export type SwapRequestQuery = NonNullable<
  paths['/api/v1/swap-requests']['get']['parameters']['query']
>;
export type MyDuty = Schemas['MyDuty'];
export type MyDutyDay = Schemas['MyDutyDay'];
export type DutyFeed = Schemas['DutyFeedView'];

export type AssessmentScheme = Schemas['AssessmentSchemeView'];
export type NewAssessmentScheme = Schemas['CreateAssessmentSchemeRequest'];
export type AssessmentSimulation = Schemas['AssessmentSimulationView'];
export type AssessmentSource = Schemas['AssessmentSource'];
export type AssessmentPeriod = Schemas['AssessmentPeriodView'];
export type Assessment = Schemas['AssessmentView'];
export type AssessedIndicator = Schemas['AssessedIndicator'];
export type AssessmentFact = Schemas['AssessmentFactView'];
export type AssessmentAppeal = Schemas['AssessmentAppealView'];
export type AssessmentRuling = Schemas['AssessmentRuling'];
export type DepartmentHead = Schemas['DepartmentHeadView'];
export type AssessmentQuery = NonNullable<
  paths['/api/v1/assessments']['get']['parameters']['query']
>;

export type Application = Schemas['ApplicationView'];
export type NewApplication = Schemas['CreateApplicationRequest'];
export type ApplicationPreview = NonNullable<
  paths['/api/v1/applications/preview']['get']['parameters']['query']
>;
export type ApiSettings = Schemas['ApiSettingsView'];
export type ApiSettingsChange = Schemas['UpdateApiSettingsRequest'];
export type Adapter = Schemas['AdapterView'];
export type NewAdapter = Schemas['CreateAdapterRequest'];
export type AdapterDefinition = Schemas['AdapterDefinition'];
export type AdapterField = Schemas['AdapterField'];
export type AdapterTrial = Schemas['AdapterTrial'];
export type AdapterDelivery = Schemas['AdapterMessageView'];
export type Device = Schemas['DeviceView'];
export type DeviceQuery = NonNullable<paths['/api/v1/devices']['get']['parameters']['query']>;
export type DeviceLook = Schemas['DeviceLookView'];
export type DeviceLookTicket = Schemas['DeviceLookTicket'];
export type Webhook = Schemas['WebhookView'];
export type NewWebhook = Schemas['CreateWebhookRequest'];
export type WebhookSecret = Schemas['WebhookSecretView'];
export type WebhookDelivery = Schemas['WebhookDeliveryView'];
export type WebhookDeliveryState = Schemas['WebhookDeliveryState'];
export type WebhookAttempt = Schemas['WebhookAttemptView'];
export type Reconciliation = Schemas['ReconciliationView'];
export type ReconciliationSummary = Schemas['ReconciliationSummary'];
export type ReconciliationItem = Schemas['ReconciliationItemView'];
export type MissedRate = Schemas['MissedRate'];
export type ReconciliationItemQuery = NonNullable<
  paths['/api/v1/reconciliations/{id}/items']['get']['parameters']['query']
>;
export type Question = Schemas['QuestionView'];
export type AnswerQuestion = Schemas['AnswerQuestionRequest'];
export type QuestionQuery = NonNullable<paths['/api/v1/questions']['get']['parameters']['query']>;
