import type { ThemeConfig } from 'antd';
import { isTouch } from '../shared/lib/is-touch';

const reducedMotion = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;

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
    // An empty table says so in this colour, which has to be read.
    colorTextDisabled: '#667274',
    // The derived tints of a dark accent are muddy; these are the ones meant.
    colorPrimaryBg: '#e3efef',
    colorPrimaryBgHover: '#d3e6e6',
    controlItemBgActive: '#e3efef',
    controlItemBgActiveHover: '#d3e6e6',
    colorInfoBg: '#e8f2f2',
    colorInfoBorder: '#a9cccd',
    colorWarningBg: '#fdf1dc',
    colorWarningBorder: '#e6c683',
    colorErrorBg: '#fbe9e7',
    colorErrorBorder: '#e3aaa5',
    colorSuccessBg: '#e6f2ea',
    colorSuccessBorder: '#a5cdb4',
    borderRadius: 4,
    fontSize: 14,
    fontFamily: 'var(--font)',
    // Fingers need more room than a mouse (WCAG 2.5.5).
    ...(isTouch && { controlHeight: 44, controlHeightSM: 44, controlHeightLG: 48 }),
    motion: !reducedMotion,
    motionDurationMid: '0.15s',
    motionDurationSlow: '0.2s',
  },
  components: {
    Table: { cellPaddingBlockMD: 7, headerBg: '#eaf0f0' },
    // Labels of large forms would else be as high as the field below them.
    Form: {
      verticalLabelPadding: '0 0 2px',
      itemMarginBottom: 16,
      labelFontSize: 15,
      controlHeightLG: 28,
    },
    ...(isTouch && { Tree: { titleHeight: 44 } }),
  },
};
