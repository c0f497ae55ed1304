namespace LlmProxy.Limits;

/// <summary>What a request holds of its limits, from its admission to its settlement. Every call but the first does nothing.</summary>
internal interface IReservation
{
    /// <summary>The request has used this much; places at once are given back too.</summary>
    void Settle(in LimitAmounts used);

    /// <summary>Gives everything back: nothing was used.</summary>
    void Release();
}
