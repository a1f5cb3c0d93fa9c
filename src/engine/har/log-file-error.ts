/** Why a file is no network log, in words for the person who has it. The message goes after the name of the file: “is empty; …”. */
export class LogFileError extends Error {}
