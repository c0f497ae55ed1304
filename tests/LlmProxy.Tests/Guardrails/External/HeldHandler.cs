namespace LlmProxy.Tests.Guardrails.External;

/// <summary>A service that answers when a test says so.</summary>
internal sealed class HeldHandler : HttpMessageHandler
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is done when somebody asks.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Answers everybody.</summary>
    public void Answer(string json) => _answer.SetResult(json);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return new() { Content = new StringContent(await _answer.Task.WaitAsync(cancellationToken)) };
    }
}
