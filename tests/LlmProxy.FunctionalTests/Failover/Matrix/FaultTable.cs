namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>What is to come of every fault of the sandbox, written by hand from what a client may expect.</summary>
internal static class FaultTable
{
    private const bool Opens = true;
    private const bool Closed = false;

    /// <summary>Short, since the test waits for it; far longer than a healthy answer takes on a busy machine.</summary>
    private const string ShortTotal = "\"Total\": \"00:00:01\"";
    private const string ShortFirstByte = "\"FirstByte\": \"00:00:00.700\"";
    private const string ShortIdle = "\"Idle\": \"00:00:00.700\"";

    private static readonly FaultRow[] Statuses =
    [
        // The caller's fault: final, unless it is a fallback that finds it.
        new("status:400", "400x1", "c3", "400x1", "400x1", "400x1", Closed),
        new("status:413", "413x1", "c3", "413x1", "413x1", "413x1", Closed),
        new("status:422", "422x1", "c3", "422x1", "422x1", "422x1", Closed),

        // The key's or the model's: elsewhere at once, and never the same again.
        new("status:401", "b2", "c3", "401x3", "401x1", "401x1", Closed),
        new("status:402", "b2", "c3", "402x3", "402x1", "402x1", Closed),
        new("status:403", "b2", "c3", "403x3", "403x1", "403x1", Closed),
        new("status:404", "b2", "c3", "404x3", "404x1", "404x1", Closed),

        // Busy: no fault of the destination. A wait that is asked for is kept, or the request goes elsewhere.
        new("status:409", "b2", "c3", "409x3", "409x3", "a2", Closed),
        new("status:429", "b2", "c3", "429x3", "429x3", "a2", Closed),
        new("status:429;retry-after-ms:5", "b2", "c3", "429x3", "429x3", "a2", Closed),
        new("status:429;retry-after:60", "b2", "c3", "429x3", "429x1", "429x1", Closed),

        // The destination's.
        new("status:408", "b2", "c3", "408x3", "408x3", "a2", Opens),
        new("status:424", "b2", "c3", "424x3", "424x3", "a2", Opens),
        new("status:498", "b2", "c3", "498x3", "498x3", "a2", Opens),
        new("status:500", "b2", "c3", "500x3", "500x3", "a2", Opens),
        new("status:502", "b2", "c3", "502x3", "502x3", "a2", Opens),
        new("status:503", "b2", "c3", "503x3", "503x3", "a2", Opens),
        new("status:503;retry-after:60", "b2", "c3", "503x3", "503x1", "503x1", Opens),
        new("status:504", "b2", "c3", "504x3", "504x3", "a2", Opens),
        new("status:520", "b2", "c3", "520x3", "520x3", "a2", Opens),
        new("status:529", "b2", "c3", "529x3", "529x3", "a2", Opens),
        new("reset", "b2", "c3", "502 upstream_reset x3", "502 upstream_reset x3", "a2", Opens),
        new("wrong-type", "b2", "c3", "502 wrong_content_type x3", "502 wrong_content_type x3", "a2", Opens),
        new("empty", "b2", "c3", "502 empty_answer x3", "502 empty_answer x3", "a2", Opens),
    ];

    private static readonly FaultRow[] Harmless =
    [
        new("slow:20", "a1", "b2", "a1", "a1", "a1", Closed),
        new("huge:200000", "a1", "b2", "a1", "a1", "a1", Closed),
        new("gzip", "a1", "b2", "a1", "a1", "a1", Closed),
    ];

    // An answer that is not streamed has all the time that there is, and none of it is left for another place.
    private static readonly FaultRow[] Silent =
    [
        new("hang", "504 total_timeout x1", "504 total_timeout x2", "504 total_timeout x1", "504 total_timeout x1", "504 total_timeout x1", Opens, ShortTotal),
        new("hang-mid", "504 total_timeout x1", "504 total_timeout x2", "504 total_timeout x1", "504 total_timeout x1", "504 total_timeout x1", Opens, ShortTotal),
    ];

    /// <summary>An answer in JSON, not streamed: it is known whole before the client gets any of it.</summary>
    public static IReadOnlyList<FaultRow> Plain { get; } =
    [
        .. Statuses, .. Harmless, .. Silent,
        new("reset-mid", "b2", "c3", "502 upstream_truncated|502 upstream_closed x3", "502 upstream_truncated|502 upstream_closed x3", "a2", Opens),
        new("cut-mid", "b2", "c3", "502 upstream_truncated x3", "502 upstream_truncated x3", "a2", Opens),
        new("truncated", "b2", "c3", "502 upstream_truncated x3", "502 upstream_truncated x3", "a2", Opens),
        new("malformed", "b2", "c3", "502 malformed_response x3", "502 malformed_response x3", "a2", Opens),
        new("error-event", "b2", "c3", "502 upstream_server_error|503 upstream_overloaded|503 overloaded x3", "502 upstream_server_error|503 upstream_overloaded|503 overloaded x3", "a2", Opens),
    ];

    /// <summary>An answer that is no JSON: what its length does not show, nobody can see.</summary>
    public static IReadOnlyList<FaultRow> Binary { get; } =
    [
        .. Statuses, .. Harmless, .. Silent,
        new("reset-mid", "b2", "c3", "502 upstream_truncated x3", "502 upstream_truncated x3", "a2", Opens),
        new("cut-mid", "a1", "b2", "a1", "a1", "a1", Closed),
        new("truncated", "a1", "b2", "a1", "a1", "a1", Closed),
        new("malformed", "a1", "b2", "a1", "a1", "a1", Closed),
        new("error-event", "b2", "c3", "502 upstream_server_error x3", "502 upstream_server_error x3", "a2", Opens),
    ];

    /// <summary>A stream: until the first content (<c>after:0</c>) another place can take over, after it nobody can.</summary>
    private static readonly FaultRow[] Streams =
    [
        .. Statuses, .. Harmless,
        new("hang", "b2", "c3", "504 first_byte_timeout x3", "504 first_byte_timeout x1", "504 first_byte_timeout x1", Opens, ShortFirstByte),

        // Where a stream begins with its content, there is no byte before it: then it is the first one that is late.
        new("hang-mid;after:0", "b2", "c3", "504 idle_timeout|504 first_byte_timeout x3", "504 idle_timeout|504 first_byte_timeout x1", "504 idle_timeout|504 first_byte_timeout x1", Opens, ShortIdle + ", " + ShortFirstByte),
        new("hang-mid", "a1! idle_timeout", "b2! idle_timeout", "a1! idle_timeout", "a1! idle_timeout", "a1! idle_timeout", Opens, ShortIdle),
        new("reset-mid;after:0", "b2", "c3", "502 upstream_truncated|502 upstream_closed|502 upstream_reset x3", "502 upstream_truncated|502 upstream_closed|502 upstream_reset x3", "a2", Opens),
        new("reset-mid", "a1! upstream_closed", "b2! upstream_closed", "a1! upstream_closed", "a1! upstream_closed", "a1! upstream_closed", Opens),
        new("cut-mid;after:0", "b2", "c3", "502 upstream_truncated|502 empty_answer x3", "502 upstream_truncated|502 empty_answer x3", "a2", Opens),
        new("cut-mid", "a1! upstream_truncated", "b2! upstream_truncated", "a1! upstream_truncated", "a1! upstream_truncated", "a1! upstream_truncated", Opens),
        new("truncated;after:0", "b2", "c3", "502 upstream_truncated x3", "502 upstream_truncated x3", "a2", Opens),
        new("malformed;after:0", "b2", "c3", "502 malformed_stream x3", "502 malformed_stream x3", "a2", Opens),
        new("error-event", "b2", "c3", "502 upstream_server_error|503 upstream_overloaded|503 overloaded x3", "502 upstream_server_error|503 upstream_overloaded|503 overloaded x3", "a2", Opens),
        new("error-event;after:0", "b2", "c3", "502 upstream_server_error|503 upstream_overloaded|503 overloaded x3", "502 upstream_server_error|503 upstream_overloaded|503 overloaded x3", "a2", Opens),
        new("error-event;after:1", "a1! own", "b2! own", "a1! own", "a1! own", "a1! own", Opens),
    ];

    /// <summary>A stream whose bytes go out as they came: after its first content, what a frame holds is for the client to judge.</summary>
    public static IReadOnlyList<FaultRow> Stream { get; } =
    [
        .. Streams,
        new("truncated", "a1! upstream_truncated", "b2! upstream_truncated", "a1! upstream_truncated", "a1! upstream_truncated", "a1! upstream_truncated", Opens),
        new("malformed", "a1", "b2", "a1", "a1", "a1", Closed),
    ];

    /// <summary>A stream that is translated, frame by frame.</summary>
    public static IReadOnlyList<FaultRow> TranslatedStream { get; } =
    [
        .. Streams,
        new("truncated", "a1! malformed_stream", "b2! malformed_stream", "a1! malformed_stream", "a1! malformed_stream", "a1! malformed_stream", Opens),
        new("malformed", "a1! malformed_stream", "b2! malformed_stream", "a1! malformed_stream", "a1! malformed_stream", "a1! malformed_stream", Opens),
    ];

    public static TheoryData<string> PlainFaults => Names(Plain);

    public static TheoryData<string> BinaryFaults => Names(Binary);

    /// <summary>Of both tables, whose faults are the same.</summary>
    public static TheoryData<string> StreamFaults => Names(Stream);

    private static TheoryData<string> Names(IReadOnlyList<FaultRow> rows) => [.. rows.Select(row => row.Fault)];
}
