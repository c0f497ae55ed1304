namespace LlmProxy.Sandbox.Faults;

/// <summary>All faults, in the order in which they are shown.</summary>
internal static class FaultCatalog
{
    private const string After = "after";

    public static readonly FaultDescription[] All =
    [
        new(FaultKind.Status, "status", "An error status with the body that the provider would send.")
        {
            Least = 400, Most = 599, Default = null, Parameters = ["retry-after", "retry-after-ms"],
            Example = "*=status:429;retry-after:1;times:2",
        },
        new(FaultKind.Reset, "reset", "The connection is reset before any response header.") { Example = "gpt-4o=reset" },
        new(FaultKind.ResetMid, "reset-mid", "The connection is reset in the middle of the answer.")
        {
            Parameters = [After], Example = "*=reset-mid;after:3",
        },
        new(FaultKind.CutMid, "cut-mid", "The answer ends cleanly in its middle, without its terminal event.")
        {
            Parameters = [After], Example = "*=cut-mid;after:3",
        },
        new(FaultKind.Hang, "hang", "Nothing is sent at all, until the client leaves.") { Example = "*=hang" },
        new(FaultKind.HangMid, "hang-mid", "The answer stops in its middle and the connection stays open.")
        {
            Parameters = [After], Example = "*=hang-mid;after:3",
        },
        new(FaultKind.Slow, "slow", "So many milliseconds before every piece of content; without streaming, once.")
        {
            Least = 0, Most = 600_000, Default = null, Example = "*=slow:500",
        },
        new(FaultKind.Malformed, "malformed", "One frame, or the JSON body, is not valid JSON; the rest is as ever.")
        {
            Parameters = [After], Example = "*=malformed;after:1",
        },
        new(FaultKind.ErrorEvent, "error-event", "An error inside a 200: as the first event, or after so many pieces of content.")
        {
            Parameters = [After], Example = "*=error-event;after:2",
        },
        new(FaultKind.Truncated, "truncated", "The JSON is cut in half, and Content-Length says that this is all.")
        {
            Parameters = [After], Example = "*=truncated",
        },
        new(FaultKind.WrongType, "wrong-type", "A 200 with an HTML page.") { Example = "*=wrong-type" },
        new(FaultKind.Huge, "huge", "The JSON body, or the first frame, is padded with spaces to so many bytes.")
        {
            Least = 1, Most = 1L << 31, Default = 8 * 1024 * 1024, Example = "*=huge:100000000",
        },
        new(FaultKind.Empty, "empty", "A 200 with no body.") { Example = "*=empty" },
        new(FaultKind.Gzip, "gzip", "The answer is gzip-encoded, whether that was asked for or not.") { Example = "*=gzip" },
    ];

    /// <summary>The names, for messages.</summary>
    public static readonly string Names = string.Join(", ", All.Select(fault => fault.Name));
}
