/** The enumerations of papers and of what applicants are told. */
export const paperEnums = {
  applicantNoticeState: {
    to_send: 'To be sent',
    sent: 'Sent',
    to_tell: 'To be told',
    told: 'Told',
    published: 'On the tracking page (anonymous, nobody can be reached)',
  },
  toldWay: {
    email: 'by e-mail',
    phone: 'by telephone',
    in_person: 'in person',
    post: 'by post',
  },
  tellWay: {
    phone: 'by telephone',
    in_person: 'in person',
    post: 'by post',
  },
  documentBlockKind: {
    title: 'Title',
    line: 'Short line, such as the number',
    heading: 'Heading',
    paragraph: 'Paragraph',
    form: 'Form',
    table: 'Table of a list',
    signature: 'Signature line',
    qr_code: 'QR code for verification',
    page_break: 'New page',
  },
};
