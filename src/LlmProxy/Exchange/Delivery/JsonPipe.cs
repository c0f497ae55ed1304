using System.Text;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Json;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Endpoints;
using LlmProxy.Failover.Failures;
using LlmProxy.Metering.Deferred;
using LlmProxy.Metering.Tokens;
using LlmProxy.Routing;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Lets a JSON answer pass untouched, and keeps of it what settlement needs.</summary>
internal sealed class JsonPipe(LlmAttempt attempt, StoredObjects objects, DeferredBooks? deferred = null) : IAnswerPipe
{
    private static readonly byte[][] Names = ["id"u8.ToArray(), "model"u8.ToArray(), "usage"u8.ToArray(), "error"u8.ToArray(), "service_tier"u8.ToArray()];

    private static readonly byte[][] NamesOfResponses = [.. Names, "status"u8.ToArray()];

    private static readonly byte[][] NamesOfBatches = [.. NamesOfResponses, "output_file_id"u8.ToArray(), "error_file_id"u8.ToArray()];

    private readonly bool _storesObject = ObjectMaking.Makes(attempt.Exchange);
    private readonly bool _isBatch = IsBatch(attempt.Exchange);
    private readonly ReceivedText? _received = MakesText(attempt.Exchange) ? attempt.ReceivedOutput ??= new ReceivedText() : null;
    private readonly MadeObjectsTap? _made = MadeObjectsTap.Concerns(attempt.Exchange) ? new MadeObjectsTap(attempt, objects) : null;
    private readonly bool _tellsWork = IsBatch(attempt.Exchange) || IsResponse(attempt.Exchange);
    private readonly JsonTopLevelTap _tap = new(IsBatch(attempt.Exchange) ? NamesOfBatches : IsResponse(attempt.Exchange) ? NamesOfResponses : Names);
    private bool _isEmpty = true;
    private bool _isNoted;

    public bool PassesThrough => true;

    public PooledBuffer Output { get; } = new();

    public bool IsStopped => false;

    public bool IsEventStream => false;

    public bool IsBetweenFrames => false;

    public AnswerProof Proof => AnswerProof.None;

    public FailureKind? Fault { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        _tap.Append(bytes);
        _received?.AppendBody(bytes);
        _isEmpty = false;
        _made?.Append(bytes, _tap.IsComplete);
        // Ids are noted before these bytes go out and not at settlement: whoever has one may use it at once.
        if (_isBatch)
        {
            NoteFile("output_file_id"u8);
            NoteFile("error_file_id"u8);
        }

        if (_storesObject && attempt.Answer.Id is null && String("id"u8) is { } id)
        {
            attempt.Answer.Id = id;
            objects.Note(attempt.Exchange);
        }

        if (!_tap.IsComplete)
            return;
        // Whoever has all of it may leave before its end is read, and is charged by it all the same.
        NoteFacts();
        if (_tellsWork)
            NoteWork();
    }

    public LlmError? Complete()
    {
        NoteFacts();
        if (attempt.Usage.OutputTokens is not null)
            _received?.Forget();
        // An error inside a 200: the Responses API writes `"error": null` where there is none.
        if (_tap.TryGetValue("error"u8, out var error) && error is [(byte)'{', ..])
            NoteError(error);
        if (_tap.IsBroken && attempt.Exchange.MakesAnswer)
            Fault = FailureKind.Malformed;
        if (_tap.IsComplete || _tap.IsBroken || MayBeEmpty())
            return null;
        Fault = _isEmpty ? FailureKind.EmptyAnswer : FailureKind.Truncated;
        return new LlmError(502, LlmErrorTypes.Upstream, "The provider ended the answer in the middle of its JSON.", "upstream_truncated");
    }

    public void Fail(LlmError error)
    {
        // The status and a part of the body are out; only the aborted connection can tell the client.
    }

    public void Dispose()
    {
        Output.Dispose();
        _tap.Dispose();
        _made?.Dispose();
    }

    /// <summary>Notes what the answer tells of itself, once: at its last bracket, or where it breaks off.</summary>
    private void NoteFacts()
    {
        if (_isNoted)
            return;
        _isNoted = true;
        var answer = attempt.Answer;
        answer.Id = String("id"u8);
        answer.Model = String("model"u8);
        if (_tap.TryGetValue("usage"u8, out var usage))
            attempt.Usage = (IsForeign() ? MessagesUsageReader.Read(usage) : NativeAnswers.ReadUsage(attempt.Exchange.Path.Endpoint, usage)).Then(Served());
    }

    /// <summary>Whether the answer is a flight's in another protocol, Anthropic's, which those who read it translate.</summary>
    private bool IsForeign() => attempt.Exchange.IsDetached && attempt.Adapter.Translator(attempt) is not null;

    private void NoteError(ReadOnlySpan<byte> error)
    {
        var said = ProviderErrorReader.Read(error);
        attempt.Answer.Error = said;
        attempt.Answer.ErrorCode = said.Code ?? said.Type ?? "provider_error";
        if (attempt.Exchange.MakesAnswer)
            Fault = FailureKind.ErrorInAnswer;
    }

    /// <summary>Whether the model's answer is text, so that its tokens can be counted.</summary>
    private static bool MakesText(LlmExchange exchange) => exchange.MakesAnswer && exchange.Path.Endpoint
        is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.Messages;

    private TokenUsage Served() =>
        _tap.TryGetValue("service_tier"u8, out var tier) && tier is [(byte)'"', .., (byte)'"'] ? new() { ServiceTier = ServiceTiers.Parse(tier[1..^1]) } : default;

    /// <summary>What is handed in is noted before the answer is whole at its caller, who may ask for it at once.</summary>
    private void NoteWork()
    {
        if (_tap.TryGetValue("status"u8, out var status) && status is [(byte)'"', .., (byte)'"'])
            attempt.Answer.Work = WorkStatuses.Parse(status[1..^1]);
        if (deferred is not null && DeferredBooks.Defers(attempt.Exchange))
            deferred.Expect(attempt.Exchange);
    }

    private static bool IsResponse(LlmExchange exchange) => exchange.Path.Endpoint is LlmEndpoint.Responses or LlmEndpoint.ResponseObject;

    private static bool IsBatch(LlmExchange exchange) => exchange.Path.Endpoint is LlmEndpoint.Batches or LlmEndpoint.BatchObject;

    /// <summary>The files that a batch writes are made by nobody's request, and first heard of here.</summary>
    private void NoteFile(ReadOnlySpan<byte> name)
    {
        if (String(name) is { } id)
            objects.Add(id, attempt.Cluster.ClusterId, attempt.Exchange.Caller.Tenant);
    }

    /// <summary>Nothing at all is a whole answer where there is nothing to tell: to HEAD, or to DELETE.</summary>
    private bool MayBeEmpty() => _isEmpty && !attempt.Exchange.MakesAnswer;

    private string? String(ReadOnlySpan<byte> name)
    {
        if (!_tap.TryGetValue(name, out var value) || value is not [(byte)'"', .., (byte)'"'])
            return null;
        var text = value[1..^1];
        if (!text.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(text);
        var reader = new Utf8JsonReader(value);
        try
        {
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
