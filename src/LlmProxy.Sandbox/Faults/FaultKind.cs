namespace LlmProxy.Sandbox.Faults;

/// <summary>The ways in which the sandbox can fail.</summary>
internal enum FaultKind
{
    Status,
    Reset,
    ResetMid,
    CutMid,
    Hang,
    HangMid,
    Slow,
    Malformed,
    ErrorEvent,
    Truncated,
    WrongType,
    Huge,
    Empty,
    Gzip,
}
