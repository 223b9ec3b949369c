// antd 6 theme of Zhanggui. Values equal tokens.css; one accent (靛青), warm paper neutrals.
// "Inter ZG" is our own @font-face over @fontsource-variable/inter's latin file, without U+002D
// (its tabular hyphen is too wide in order numbers); see the unicode-range in tokens.css.
import { theme, type ThemeConfig } from 'antd';

const font =
  '"Inter ZG", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif';

const shape = {
  fontFamily: font,
  fontFamilyCode: '"JetBrains Mono", "Cascadia Mono", "SF Mono", "Noto Sans CJK SC", monospace',
  fontSize: 13, fontSizeSM: 12, fontSizeLG: 14, fontSizeHeading3: 24, fontSizeHeading4: 20, fontSizeHeading5: 16,
  lineHeight: 20 / 13, lineHeightSM: 16 / 12, lineHeightLG: 20 / 14, fontWeightStrong: 600,
  sizeUnit: 4, sizeStep: 4, controlHeight: 32, controlHeightSM: 28, controlHeightLG: 40,
  borderRadius: 6, borderRadiusSM: 4, borderRadiusLG: 8, lineWidth: 1, wireframe: false,
  motionDurationFast: '0.08s', motionDurationMid: '0.12s', motionDurationSlow: '0.18s',
} as const;

const components: NonNullable<ThemeConfig['components']> = {
  Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', paddingInline: 12 },
  Table: { cellPaddingBlockSM: 10, cellPaddingInlineSM: 8, cellFontSizeSM: 13, headerBorderRadius: 0, headerSplitColor: 'transparent' },
  Drawer: { paddingLG: 24 },
  Tabs: { horizontalItemPadding: '10px 0', horizontalItemGutter: 20, titleFontSize: 13 },
  Segmented: { trackPadding: 2 },
  Tag: { defaultBg: 'transparent' },
  Tooltip: { fontSize: 12 },
};

export const lightTheme: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shape,
    colorPrimary: '#2B4C9B', colorLink: '#2B4C9B', colorInfo: '#0D6580', colorSuccess: '#1B7445', colorWarning: '#865600', colorError: '#B3261E',
    colorPrimaryBg: '#E8EDF8', colorPrimaryBorder: '#B5C3E6', colorSuccessBg: '#E4F2E9', colorWarningBg: '#FBF0D6', colorErrorBg: '#FCE9E6', colorInfoBg: '#E0F0F5',
    colorTextBase: '#1C2026', colorText: '#1C2026', colorTextSecondary: '#4B515C', colorTextTertiary: '#666C77', colorTextPlaceholder: '#666C77', colorTextDescription: '#4B515C',
    colorBgLayout: '#F5F4F1', colorBgContainer: '#FFFFFF', colorBgElevated: '#FFFFFF', colorFillTertiary: '#EFEDE8', colorFillQuaternary: '#F5F4F1',
    colorBorder: '#CFCBC3', colorBorderSecondary: '#E4E1DB', colorSplit: '#E4E1DB',
    controlItemBgActive: '#E8EDF8', controlOutline: 'rgba(43,76,155,.22)', boxShadow: '0 8px 28px rgba(28,32,38,.16), 0 1px 3px rgba(28,32,38,.10)',
  },
  components: { ...components, Table: { ...components.Table, headerBg: '#FFFFFF', headerColor: '#4B515C', rowHoverBg: '#F5F4F1', rowSelectedBg: '#E8EDF8', rowSelectedHoverBg: '#DDE5F5', borderColor: '#E4E1DB' } },
};

export const darkTheme: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shape,
    colorPrimary: '#4366C4', colorPrimaryHover: '#5175D2', colorPrimaryText: '#9DB4F2', colorLink: '#9DB4F2', colorInfo: '#6FC3DC', colorSuccess: '#74CC9C', colorWarning: '#EDBE55', colorError: '#FF8F85',
    colorPrimaryBg: '#222D4C', colorPrimaryBorder: '#3E5390', colorSuccessBg: '#17301F', colorWarningBg: '#352A10', colorErrorBg: '#3D1C19', colorInfoBg: '#122D36',
    colorTextBase: '#E8EAEE', colorText: '#E8EAEE', colorTextSecondary: '#B6BBC6', colorTextTertiary: '#959BA8', colorTextPlaceholder: '#959BA8', colorTextDescription: '#B6BBC6',
    colorBgLayout: '#131519', colorBgContainer: '#1B1E24', colorBgElevated: '#23272F', colorFillTertiary: '#0F1114', colorFillQuaternary: '#131519',
    colorBorder: '#424855', colorBorderSecondary: '#2B2F38', colorSplit: '#2B2F38',
    controlItemBgActive: '#222D4C', controlOutline: 'rgba(157,180,242,.30)', boxShadow: '0 12px 32px rgba(0,0,0,.55), 0 0 0 1px #343943',
  },
  components: { ...components, Table: { ...components.Table, headerBg: '#1B1E24', headerColor: '#B6BBC6', rowHoverBg: '#20242B', rowSelectedBg: '#222D4C', rowSelectedHoverBg: '#283559', borderColor: '#2B2F38' } },
};
