import type { z } from "zod";
import { type ErrorCode, errorCodes } from "../model/error.ts";
import type { Zod } from "./operation.ts";

/** An error as a program sees it, where the result would have been. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: number;
  readonly retryable: boolean;
}

export function errorReportShape(zod: Zod): z.ZodType<{ readonly error: ErrorReport }> {
  return zod.strictObject({
    error: zod.strictObject({
      code: zod.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
      message: zod.string(),
      hint: zod.string().nullable().describe("The way out."),
      exitCode: zod.number().int(),
      retryable: zod.boolean(),
    }),
  });
}
