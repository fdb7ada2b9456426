import type { ThemeConfig } from 'antd';

/** Calm and dense. Vermilion is kept for limits and failures. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0f6b6e',
    colorInfo: '#0f6b6e',
    colorLink: '#0b5c5f',
    colorError: '#b3261e',
    colorWarning: '#9a5b00',
    colorSuccess: '#2c6e49',
    colorTextBase: '#1c2526',
    colorBgLayout: '#f3f6f6',
    colorTextDescription: '#556264',
    colorTextSecondary: '#465254',
    colorTextPlaceholder: '#6b7779',
    borderRadius: 4,
    fontSize: 14,
    fontFamily:
      '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif',
    motionDurationMid: '0.15s',
    motionDurationSlow: '0.2s',
  },
  components: {
    Table: { cellPaddingBlock: 10, headerBg: '#eaf0f0' },
    Menu: { itemBg: 'transparent', itemHeight: 40 },
  },
};
