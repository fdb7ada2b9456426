import { useState } from 'react';
import { useMe } from '../../shared/api/session';
import type { OtpSecret } from '../../shared/api/types';
import { ConfirmOtpDialog, DisableOtpDialog, EnrolOtpDialog } from './otp-steps';

interface OtpDialogProps {
  onClose: () => void;
}

/** 一次性口令: on in two steps, password then first code; off with both. */
export default function OtpDialog({ onClose }: OtpDialogProps) {
  const [hasOtp] = useState(useMe().user.has_otp);
  const [secret, setSecret] = useState<OtpSecret | null>(null);
  if (hasOtp) return <DisableOtpDialog onClose={onClose} />;
  if (!secret) return <EnrolOtpDialog onEnrolled={setSecret} onClose={onClose} />;
  return <ConfirmOtpDialog secret={secret} onClose={onClose} />;
}
