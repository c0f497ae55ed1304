namespace LlmProxy.Load.Chaos;

/// <summary>What is known about kinds of faults.</summary>
internal static class Faults
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FaultKind> All { get; } = Enum.GetValues<FaultKind>();

    /// <summary>All kinds but <see cref="FaultKind.None"/>.</summary>
    public static IReadOnlyList<FaultKind> Bad { get; } = [.. All.Where(kind => kind != FaultKind.None)];

    /// <summary>Whether a kind strikes when content may have reached the client, after which nothing can be tried again.</summary>
    public static bool StrikesLate(FaultKind kind) => kind is FaultKind.ResetMid or FaultKind.CutMid or FaultKind.HangMid;

    /// <summary>The name in reports.</summary>
    public static string NameOf(FaultKind kind) => kind switch
    {
        FaultKind.None => "healthy",
        FaultKind.Slow => "slow",
        FaultKind.Refuse => "refuse",
        FaultKind.Reset => "reset",
        FaultKind.RateLimit => "429",
        FaultKind.ServerError => "500",
        FaultKind.Overloaded => "503",
        FaultKind.Hang => "hang",
        FaultKind.ErrorInAnswer => "error-in-200",
        FaultKind.CutEarly => "cut-early",
        FaultKind.Malformed => "malformed",
        FaultKind.ResetMid => "reset-mid",
        FaultKind.CutMid => "cut-mid",
        FaultKind.HangMid => "hang-mid",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
