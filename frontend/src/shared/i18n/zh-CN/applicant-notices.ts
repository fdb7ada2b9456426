export const applicantNotices = {
  title: '告知申请人',
  tell: '已告知申请人',
  way: '告知方式',
  state: '告知情况',
  until: '至 {{on}}',
  told: '已告知（{{way}}） {{at}} {{who}}',
  bySystem: '系统',
  noContact: '没有可用的电子联系方式，请电话告知，或打印后送达',
  notSent: '未能送达，请电话告知，或打印后送达',
};
