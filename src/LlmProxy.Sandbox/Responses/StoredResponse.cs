namespace LlmProxy.Sandbox.Responses;

/// <summary>A response that can be asked for again.</summary>
internal sealed class StoredResponse
{
    private volatile string _status;

    public StoredResponse(string status) => _status = status;

    /// <summary>The response object with the status <c>completed</c> (or <c>incomplete</c>), as JSON.</summary>
    public required byte[] Finished { get; init; }

    /// <summary>The same with the status <c>cancelled</c>, for background responses; else null.</summary>
    public byte[]? Cancelled { get; init; }

    /// <summary>The list of input items, as JSON.</summary>
    public required byte[] InputItems { get; init; }

    /// <summary>What it is now: a background response is queued until it is first asked for.</summary>
    public string Status { get => _status; set => _status = value; }
}
