import type { components, paths } from './schema.gen';

type Schemas = components['schemas'];

/** Names of the contract used across features; the shapes come from the generated document. */
export type Problem = Schemas['Problem'];
export type ProblemCode = Schemas['ErrorCode'];
export type Me = Schemas['MeView'];
export type Capacity = Schemas['CapacityView'];
export type SignIn = Schemas['TokenView'];
export type NamedRef = Schemas['NamedRef'];
export type Department = Schemas['DepartmentView'];
export type Center = Schemas['CenterView'];
export type Region = Schemas['RegionView'];
export type CodeItem = Schemas['CodeItem'];
export type CaseView = Schemas['CaseView'];
export type CaseSummary = Schemas['CaseSummary'];
export type CaseEvent = Schemas['EventView'];
export type CaseParty = Schemas['PartyView'];
export type CaseClock = Schemas['ClockView'];
export type CaseReferral = Schemas['ReferralView'];
export type CaseCounts = Schemas['QueueCounts'];
export type SimilarCase = Schemas['SimilarCase'];
export type ClockExplanation = Schemas['ClockExplanation'];
export type RegisterCase = Schemas['RegisterCaseRequest'];
export type TimeLeft = Schemas['TimeLeftView'];

export type CaseListQuery = NonNullable<paths['/api/v1/cases']['get']['parameters']['query']>;
export type CalendarDay = Schemas['CalendarDay'];
export type TimeLimitRule = Schemas['TimeLimitRule'];
export type Person = Schemas['PersonView'];
export type User = Schemas['UserView'];
export type Feedback = Schemas['FeedbackView'];
export type NewCapacity = Schemas['CreateCapacityRequest'];
