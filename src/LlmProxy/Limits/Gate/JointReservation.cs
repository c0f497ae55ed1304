namespace LlmProxy.Limits;

/// <summary>What a request holds that has asked for more while it was under way.</summary>
/// <param name="first">What it holds since its admission, limits of requests and places among it.</param>
/// <param name="more">What was added, of tokens and money alone.</param>
internal sealed class JointReservation(IReservation first, IReservation more) : IReservation
{
    /// <inheritdoc/>
    public LimitAmounts Asked => new(first.Asked.Tokens + more.Asked.Tokens, first.Asked.Cost + more.Asked.Cost, first.Asked.Requests);

    /// <inheritdoc/>
    /// <remarks>All that was used is settled on the first, so that it counts once, and in one window.</remarks>
    public void Settle(in LimitAmounts used)
    {
        first.Settle(used);
        more.Release();
    }

    /// <inheritdoc/>
    public void Release()
    {
        first.Release();
        more.Release();
    }
}
