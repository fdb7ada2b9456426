/** The enumerations of papers and of what applicants are told. */
export const paperEnums = {
  applicantNoticeState: {
    to_send: '待发送',
    sent: '已发送',
    to_tell: '待告知',
    told: '已告知',
    published: '已在查询页面公布（匿名，无法联系）',
  },
  toldWay: {
    email: '电子邮件',
    phone: '电话',
    in_person: '当面',
    post: '邮寄',
  },
  tellWay: {
    phone: '电话',
    in_person: '当面',
    post: '邮寄',
  },
  documentBlockKind: {
    title: '标题',
    line: '编号等短行',
    heading: '小标题',
    paragraph: '段落',
    form: '表单',
    table: '清单表格',
    signature: '落款',
    qr_code: '核验二维码',
    page_break: '另起一页',
  },
};
