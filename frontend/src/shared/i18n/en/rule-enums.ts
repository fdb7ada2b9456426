/** The enumerations of automation rules. */
export const ruleEnums = {
  ruleState: {
    draft: 'Draft',
    active: 'Active',
    paused: 'Paused',
    retired: 'Retired',
  },
  ruleAction: {
    set_level: 'Set the level',
    dispatch: 'Dispatch',
    add_assist: 'Add an assistant',
    note: 'Take note',
    notify: 'Notify',
    issue_order: 'Issue a supervision order',
  },
  ruleRecipient: {
    lead: 'Lead department',
    assists: 'Assisting departments',
    dispatcher: 'Dispatchers',
    supervisor: 'Supervisors',
    center_director: 'Director of the centre',
  },
  ruleMember: {
    name: 'Name',
    source: 'Source',
    trigger: 'Trigger',
    condition: 'Condition',
    actions: 'Actions',
    valid_from: 'First day',
    valid_to: 'Last day',
  },
  ruleTurn: {
    activate: 'Activated',
    pause: 'Paused',
    retire: 'Retired',
  },
};
