using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>How long an answer is held back until it has proved itself. What fails while it is held can still be tried elsewhere.</summary>
public sealed class GateOptions
{
    /// <summary>Whether answers are held. Default true. Without it an answer is judged by its status alone.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The longest hold, from the first byte of the body; then what came goes to the client. 0 to 10 min; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes that are held; then they go to the client. 1 KiB to 1 MiB; default 64 KiB.</summary>
    [Range(1024, 1024 * 1024)]
    public int MaxBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// The least speed, in events with content a second, of the first <see cref="SpeedEvents"/> events; a slower stream is tried elsewhere
    /// while it is still held. 0.01 to 1,000. Not set: streams are not held for their speed.
    /// </summary>
    [Range(0.01, 1000.0)]
    public double? MinSpeed { get; init; }

    /// <summary>Over how many events with content the speed is taken. 2 to 100; default 5.</summary>
    [Range(2, 100)]
    public int SpeedEvents { get; init; } = 5;
}
