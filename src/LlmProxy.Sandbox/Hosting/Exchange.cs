using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Faults;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>One request and all that its answer depends on.</summary>
internal sealed class Exchange : IDisposable
{
    private JsonDocument? _document;
    private CancellationTokenSource? _ended;
    private ulong? _hash;

    public required HttpContext Context { get; init; }

    public required SandboxState Sandbox { get; init; }

    /// <summary>The form of errors.</summary>
    public WireForm Form { get; init; }

    /// <summary>The body without content encoding; empty for WebSockets.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as a form, if it is multipart.</summary>
    public MultipartForm? Multipart { get; init; }

    public RequestHead Head { get; init; }

    public string Model => Head.Model;

    /// <summary>The fault that this request meets; null for none.</summary>
    public Fault? Fault { get; set; }

    /// <summary>Whether the sandbox itself ended the connection, so that its end says nothing about the client.</summary>
    public bool IsCutByFault { get; private set; }

    /// <summary>Cancelled when the client leaves or the server ends.</summary>
    public CancellationToken Ended => (_ended ??= CancellationTokenSource.CreateLinkedTokenSource(
        Context.RequestAborted, Sandbox.Stopping)).Token;

    /// <summary>The same for the same body.</summary>
    public ulong Hash => _hash ??= StableHash.Of(Body.Span);

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public JsonElement Json => (_document ??= ParseObject()).RootElement;

    /// <summary>An id that is the same for the same request body.</summary>
    public string Id(string prefix, ulong number = 0) =>
        $"{prefix}{StableHash.Mix(Hash ^ number):x16}{StableHash.Mix(Hash + 1 + number) >> 32:x8}";

    /// <summary>Characters of a streamed piece; 0 for one token.</summary>
    public int CharsPerChunk => CannedModel.TryGetCadence(Model, out _, out _) ? 0 : Sandbox.Options.CharsPerChunk;

    /// <summary>A value of the route, or an empty string.</summary>
    public string RouteValue(string name) => Context.Request.RouteValues[name] as string ?? "";

    /// <summary>Waits, unless the client leaves or the server ends.</summary>
    public ValueTask DelayAsync(TimeSpan delay) =>
        delay <= TimeSpan.Zero ? ValueTask.CompletedTask : new(Task.Delay(delay, Sandbox.Clock, Ended));

    /// <summary>Ends the connection at once.</summary>
    public void Reset()
    {
        IsCutByFault = true;
        Context.Abort();
    }

    /// <summary>Does nothing until the client leaves; at the configured end of patience it resets the connection.</summary>
    public async Task HangAsync()
    {
        await DelayAsync(Sandbox.Options.MaxHang).ConfigureAwait(false);
        Reset();
    }

    public void Dispose()
    {
        _document?.Dispose();
        _ended?.Dispose();
    }

    private JsonDocument ParseObject()
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(Body);
        }
        catch (JsonException e)
        {
            throw ApiException.Invalid(
                $"We could not parse the JSON body of your request: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", null);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw ApiException.Invalid("The JSON body of your request must be an object.", null);
    }
}
