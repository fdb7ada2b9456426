export const correspondence = {
  notes: 'Internal notes',
  noNotes: 'No notes yet.',
  writeNote: 'Write a note',
  noteText: 'Note',
  noteHelp:
    'For the centre and the leading department. Assistants and the citizen do not see it. It cannot be changed.',
  replies: 'Public replies',
  noReplies: 'The citizen has had no reply yet.',
  reply: 'Reply to the citizen',
  replyText: 'Reply',
  replyHelp:
    'Shown to the citizen as it is, under the name of the unit, never of a person. It cannot be changed.',
  by: '{{unit}} (written by {{who}})',
  answers: 'Which message it answers',
  answersHelp: 'Optional; the message stands beside the reply.',
  answersNothing: 'No message in particular',
  said: '{{at}} {{text}}',
  answering: 'In answer to: {{text}}',
  warning: 'This looks like {{what}}. The page is public: check it before you publish.',
  found: {
    phone: 'a telephone number',
    idNumber: 'an identity number',
    address: 'an address',
    name: 'a name',
  },
};
