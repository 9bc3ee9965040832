/** Whether a variable that is on by default has not been switched off. */
export const isOn = (value: string | undefined): boolean => !/^(0|false|no|off)$/i.test(value ?? '')
