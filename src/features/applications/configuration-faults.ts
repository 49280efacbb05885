import type { ApiRegistrationRefusal, RegistrationRefusal } from '../oidc/registration.ts'

/** Something in a configuration file that cannot be brought in. All of them are told at once, each with its place. */
export type ConfigurationFault = {
  code: FaultCode
  /** From 1; null where the fault is in no particular line. */
  line: number | null
  path: readonly (string | number)[]
  /** The value or name that it is about; never a secret. */
  detail: string
}

export type FaultCode = ReadingFaultCode | ShapeFaultCode | LawFaultCode

/** The file is not one that could be read. */
export type ReadingFaultCode =
  | 'tooLarge' | 'notUtf8' | 'syntax' | 'alias' | 'empty' | 'wrongHeader' | 'wrongFieldCount' | 'tooManyRows'

/** A value is not of the shape that its place asks for. */
export type ShapeFaultCode =
  | 'mapping' | 'list' | 'text' | 'trueOrFalse' | 'yesOrNo' | 'version' | 'missing' | 'unknownKey' | 'notYet'
  | 'tooLong' | 'tooMany' | 'atLeastOne' | 'blank' | 'day' | 'address' | 'derivedGroup' | 'handOut' | 'authMethod'
  | 'signingAlgorithm' | 'scope' | 'agencyCode' | 'applicationCode' | 'categoryCode' | 'groupCode' | 'accountName'
  | 'clientId' | 'secretCharacters' | 'jwks' | 'authorityCode' | 'issues' | 'oid' | 'hours' | 'revocation' | 'algorithm' | 'serial' | 'listAddress'

/** What the file says cannot hold beside the rest of it, or beside what the database knows. */
export type LawFaultCode =
  | 'doubled' | 'overlap' | 'unknownAgency' | 'unknownApplication' | 'unknownAccount' | 'noCurrentPost' | 'neededForNew'
  | 'groupElsewhere' | 'endsBeforeItBegins' | 'severalPeriods' | 'beganAlready' | 'ownOffice'
  | 'webHrDuty' | 'certificateUnreadable' | 'notAnAuthority' | 'notSelfSigned' | 'policiesNeeded' | 'listNeeded' | 'responderNeeded' | 'otherCertificate'
  | 'algorithmsNotItsKeys' | 'listOtherwiseSigned' | 'unknownAuthority' | RegistrationRefusal | ApiRegistrationRefusal

/** How a path reads: `applications[3].categories[0].name`. */
export function pathText(path: ConfigurationFault['path']): string {
  return path.reduce<string>((text, step) =>
    typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`, '')
}
