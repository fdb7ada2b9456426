/** Kinds of personal data a text may hold. */
export type PersonalData = 'phone' | 'idNumber' | 'address' | 'name';

const patterns: [PersonalData, RegExp][] = [
  // As printed or spoken, with spaces and dashes.
  ['idNumber', /(?<!\d)\d{6}[\s-]?\d{8}[\s-]?\d{3}[\dXx](?!\d)/],
  ['phone', /(?<!\d)(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8})(?!\d)/],
  ['address', /\d+\s*(?:号楼|栋|单元|室|组\d+号)/],
  ['name', /[\u4e00-\u9fff](?:某某|先生|女士|大爷|大妈|师傅)/],
];

/** What of a text looks like personal data. A hint for whoever writes it, not a proof. */
export function personalData(text: string): PersonalData[] {
  return patterns.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
}
