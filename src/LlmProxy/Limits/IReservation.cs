namespace LlmProxy.Limits;

/// <summary>What a request holds of its limits, from its admission to its settlement. Every call but the first does nothing; none throws.</summary>
internal interface IReservation
{
    /// <summary>What was asked of the limits, and is held.</summary>
    LimitAmounts Asked { get; }

    /// <summary>The request has used this much; places at once are given back too.</summary>
    void Settle(in LimitAmounts used);

    /// <summary>Gives everything back: nothing was used, and it was no request.</summary>
    void Release();
}
