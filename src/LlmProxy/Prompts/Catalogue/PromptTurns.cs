namespace LlmProxy.Prompts.Catalogue;

/// <summary>Lets one change of prompts be made at a time.</summary>
internal sealed class PromptTurns : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Waits for a turn, which ends when what is returned is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        return new Turn(_changing);
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private sealed class Turn(SemaphoreSlim changing) : IDisposable
    {
        public void Dispose() => changing.Release();
    }
}
